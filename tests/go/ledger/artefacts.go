// A second opinion on src/ledger: Go's sumdb/tlog and sumdb/note (Debian's
// golang-golang-x-mod-dev) check what artefacts.c wrote, and write the like
// for it to check. One argument: the directory both write to.
package main

import (
	"bufio"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
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

const leaves = 70000

func leaf(n int64) []byte { return []byte(fmt.Sprintf("leaf %d", n)) }

func build() {
	for n := int64(0); n < leaves; n++ {
		add(n, leaf(n))
	}
}

func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	must(err, "number")
	return n
}

func hashes(fields []string) []tlog.Hash {
	var out []tlog.Hash
	for _, field := range fields {
		hash, err := tlog.ParseHash(field)
		must(err, "hash")
		out = append(out, hash)
	}
	return out
}

// checkTile compares with Go's tile of the same coordinates; Go's paths begin with the height.
func checkTile(path string, ours []tlog.Hash) {
	tile, err := tlog.ParseTilePath(strings.Replace(path, "tile/", "tile/8/", 1))
	must(err, "tile path "+path)
	data, err := tlog.ReadTileData(tile, reader)
	must(err, "tile "+path)
	var bytes []byte
	for _, hash := range ours {
		bytes = append(bytes, hash[:]...)
	}
	if string(bytes) != string(data) {
		fail("tile %s differs", path)
	}
}

// cosigner verifies C2SP cosignature/v1, which sumdb/note does not know.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }
func (c cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 72 {
		return false
	}
	text := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(sig), msg)
	return ed25519.Verify(c.key, []byte(text), sig[8:])
}

func newCosigner(vkey string) note.Verifier {
	parts := strings.SplitN(vkey, "+", 3)
	material, err := base64.StdEncoding.DecodeString(parts[2])
	must(err, "cosigner")
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), material...))
	hash := binary.BigEndian.Uint32(sum[:])
	if len(material) != 33 || material[0] != 4 || fmt.Sprintf("%08x", hash) != parts[1] {
		fail("cosigner %s: its id should be %08x", vkey, hash)
	}
	return cosigner{parts[0], hash, material[1:]}
}

func checkLines(directory string) (verifiers []note.Verifier) {
	file, err := os.Open(filepath.Join(directory, "lines"))
	must(err, "lines")
	defer file.Close()
	scanner := bufio.NewScanner(file)
	scanner.Buffer(nil, 1<<20)
	counts := map[string]int{}
	for scanner.Scan() {
		f := strings.Fields(scanner.Text())
		counts[f[0]]++
		switch f[0] {
		case "root":
			if root(number(f[1])) != hashes(f[2:])[0] {
				fail("another root for %s leaves", f[1])
			}
		case "inclusion":
			size, n := number(f[1]), number(f[2])
			must(tlog.CheckRecord(hashes(f[3:]), size, root(size), n, tlog.RecordHash(leaf(n))), scanner.Text())
		case "consistency":
			size, old := number(f[1]), number(f[2])
			must(tlog.CheckTree(hashes(f[3:]), size, root(size), old, root(old)), scanner.Text())
		case "tile":
			checkTile(f[1], hashes(f[2:]))
		case "key":
			verifier, err := note.NewVerifier(f[1])
			must(err, "key")
			verifiers = append(verifiers, verifier)
		case "cosigner":
			verifiers = append(verifiers, newCosigner(f[1]))
		default:
			fail("unknown line %s", scanner.Text())
		}
	}
	must(scanner.Err(), "lines")
	fmt.Println(counts)
	return verifiers
}

func checkNote(directory string, verifiers []note.Verifier) {
	bytes, err := os.ReadFile(filepath.Join(directory, "note"))
	must(err, "note")
	opened, err := note.Open(bytes, note.VerifierList(verifiers...))
	must(err, "note")
	if len(opened.Sigs) != 2 || len(opened.UnverifiedSigs) != 0 {
		fail("note: %d signatures verified, %d not", len(opened.Sigs), len(opened.UnverifiedSigs))
	}
	if opened.Text != body(opened.Sigs[0].Name, leaves) {
		fail("note: another text:\n%s", opened.Text)
	}
}

func body(origin string, size int64) string {
	return fmt.Sprintf("%s\n%d\n%s\n", origin, size, root(size))
}

func write(directory, name, text string) {
	must(os.WriteFile(filepath.Join(directory, name), []byte(text), 0o644), name)
}

func lines(proof []tlog.Hash) string {
	text := ""
	for _, hash := range proof {
		text += hash.String() + "\n"
	}
	return text + "\n"
}

func writeOurs(directory string) {
	const origin, index, old = "go.example/log", 4321, 12345
	skey, vkey, err := note.GenerateKey(rand.Reader, origin)
	must(err, "key")
	signer, err := note.NewSigner(skey)
	must(err, "signer")
	sign := func(size int64) string {
		bytes, err := note.Sign(&note.Note{Text: body(origin, size)}, signer)
		must(err, "sign")
		return string(bytes)
	}
	record, err := tlog.ProveRecord(leaves, index, reader)
	must(err, "inclusion")
	tree, err := tlog.ProveTree(leaves, old, reader)
	must(err, "consistency")
	write(directory, "go-key", vkey+"\n")
	write(directory, "go-proof", fmt.Sprintf("c2sp.org/tlog-proof@v1\nindex %d\n%s%s", index, lines(record), sign(leaves)))
	write(directory, "go-older", sign(old))
	write(directory, "go-request", fmt.Sprintf("old %d\n%s%s", old, lines(tree), sign(leaves)))
}

func main() {
	if len(os.Args) != 2 {
		fail("usage: ledger DIRECTORY")
	}
	build()
	checkNote(os.Args[1], checkLines(os.Args[1]))
	writeOurs(os.Args[1])
}
