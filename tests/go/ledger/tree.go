// What both programs of this directory are made with: the tree as Go stores it, and
// how they fail. Each is built from this file and its own.
package main

import (
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/tlog"
)

var stored []tlog.Hash

var reader = tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, i := range indexes {
		hashes = append(hashes, stored[i])
	}
	return hashes, nil
})

func fail(format string, args ...interface{}) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}

func must(err error, what string) {
	if err != nil {
		fail("%s: %v", what, err)
	}
}

// add puts leaf n at the end of the tree.
func add(n int64, leaf []byte) {
	hashes, err := tlog.StoredHashes(n, leaf, reader)
	must(err, "building the tree")
	stored = append(stored, hashes...)
}

func root(size int64) tlog.Hash {
	hash, err := tlog.TreeHash(size, reader)
	must(err, "root")
	return hash
}
