// A second opinion on a desk's ledger: Go's sumdb/tlog and sumdb/note (Debian's
// golang-golang-x-mod-dev) check what 'liaison ledger export' wrote. Arguments:
// the directory, the ledger's key (a vkey). Prints the number of leaves.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const width = 256

// The checkpoint's size and root, once its signature holds.
func head(directory, vkey string) (int64, tlog.Hash) {
	text, err := os.ReadFile(filepath.Join(directory, "checkpoint"))
	must(err, "checkpoint")
	verifier, err := note.NewVerifier(vkey)
	must(err, "key")
	opened, err := note.Open(text, note.VerifierList(verifier))
	must(err, "checkpoint")
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 3 || lines[0] != verifier.Name() {
		fail("checkpoint: not of this ledger")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err, "size")
	bytes, err := base64.StdEncoding.DecodeString(lines[2])
	must(err, "root")
	var root tlog.Hash
	copy(root[:], bytes)
	return size, root
}

// A file of the export: the path of tile n, and how many of its entries the tree has.
func read(directory, kind string, size, n int64) ([]byte, int64) {
	there := size - n*width
	if there > width {
		there = width
	}
	name := tlog.Tile{H: 8, L: 0, N: n, W: int(there)}.Path()
	name = "tile/" + kind + strings.TrimPrefix(name, "tile/8/0")
	data, err := os.ReadFile(filepath.Join(directory, name))
	must(err, name)
	return data, there
}

func build(directory string, size int64) {
	for n := int64(0); n*width < size; n++ {
		entries, there := read(directory, "entries", size, n)
		hashes, _ := read(directory, "0", size, n)
		for i := int64(0); i < there; i++ {
			length := int64(binary.BigEndian.Uint16(entries))
			leaf := entries[2 : 2+length]
			entries = entries[2+length:]
			hash := tlog.RecordHash(leaf)
			if !bytes.Equal(hash[:], hashes[i*tlog.HashSize:(i+1)*tlog.HashSize]) {
				fail("leaf %d is not the tile's", n*width+i)
			}
			add(n*width+i, leaf)
		}
	}
}

func main() {
	if len(os.Args) != 3 {
		fail("usage: export DIRECTORY KEY")
	}
	size, signed := head(os.Args[1], os.Args[2])
	build(os.Args[1], size)
	if root(size) != signed {
		fail("the leaves are not those of the checkpoint")
	}
	fmt.Printf("%d leaves\n", size)
}
