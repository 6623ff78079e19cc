// A second opinion on a bundle of 'liaison prove': everything in it checked again
// from doc/channel.md alone, with Go's crypto/ed25519, sumdb/note and sumdb/tlog.
// One argument: the bundle. Prints a line a message.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const headerBytes = 270

func fail(format string, args ...interface{}) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}

func check(holds bool, what string) {
	if !holds {
		fail("%s does not hold", what)
	}
}

// pae is DSSE's encoding of a statement of ours.
func pae(kind string, payload []byte) []byte {
	name := "application/vnd.liaison." + kind + ".1"
	return append([]byte(fmt.Sprintf("DSSEv1 %d %s %d ", len(name), name, len(payload))), payload...)
}

type card struct {
	name                                string
	number                              int64
	id                                  [32]byte
	messages, checkpoints, cosignatures ed25519.PublicKey
}

func readCard(text string) card {
	values := map[string]string{}
	for _, line := range strings.Split(text, "\n") {
		if at := strings.IndexByte(line, ' '); at > 0 {
			values[line[:at]] = line[at+1:]
		}
	}
	unhex := func(word string) []byte {
		b, err := hex.DecodeString(values[word])
		check(err == nil, "a card's "+word)
		return b
	}
	at := strings.Index(text, "signature ")
	check(at > 0, "a card")
	c := card{name: values["name"], messages: unhex("messages"), checkpoints: unhex("checkpoints"),
		cosignatures: unhex("cosignatures")}
	check(ed25519.Verify(c.messages, pae("card", []byte(text[:at])), unhex("signature")), "a card's signature")
	c.number, _ = strconv.ParseInt(values["number"], 10, 64)
	if c.number == 0 {
		c.id = sha256.Sum256([]byte(text[:at]))
	} else {
		copy(c.id[:], unhex("desk"))
	}
	return c
}

// cosigner verifies C2SP cosignatures, which sumdb/note does not know by itself.
type cosigner struct {
	name string
	key  ed25519.PublicKey
}

func (c cosigner) Name() string { return c.name }
func (c cosigner) KeyHash() uint32 {
	h := sha256.Sum256(append([]byte(c.name+"\n\x04"), c.key...))
	return binary.BigEndian.Uint32(h[:])
}
func (c cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 72 {
		return false
	}
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(sig), msg)
	return ed25519.Verify(c.key, []byte(signed), sig[8:])
}

// path checks a C2SP tlog-proof of a leaf and returns its index.
func path(text, origin string, keeper card, other *card, leaf []byte) int64 {
	parts := strings.SplitN(text, "\n\n", 2)
	check(len(parts) == 2, "a proof")
	lines := strings.Split(parts[0], "\n")
	check(lines[0] == "c2sp.org/tlog-proof@v1" && strings.HasPrefix(lines[1], "index "), "a proof's head")
	index, err := strconv.ParseInt(lines[1][6:], 10, 64)
	check(err == nil, "a proof's index")
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		b, err := base64.StdEncoding.DecodeString(line)
		check(err == nil && len(b) == 32, "a proof's hash")
		var h tlog.Hash
		copy(h[:], b)
		proof = append(proof, h)
	}
	hash := sha256.Sum256(append([]byte(origin+"\n\x01"), keeper.checkpoints...))
	vkey := fmt.Sprintf("%s+%08x+%s", origin, binary.BigEndian.Uint32(hash[:]),
		base64.StdEncoding.EncodeToString(append([]byte{1}, keeper.checkpoints...)))
	log, err := note.NewVerifier(vkey)
	check(err == nil, "a key")
	verifiers := []note.Verifier{log}
	if other != nil {
		verifiers = append(verifiers, cosigner{other.name, other.cosignatures})
	}
	opened, err := note.Open([]byte(parts[1]), note.VerifierList(verifiers...))
	check(err == nil && len(opened.Sigs) == len(verifiers), "a checkpoint's signatures")
	head := strings.Split(opened.Text, "\n")
	check(head[0] == origin, "a checkpoint's origin")
	size, err := strconv.ParseInt(head[1], 10, 64)
	check(err == nil, "a checkpoint's size")
	var root tlog.Hash
	b, err := base64.StdEncoding.DecodeString(head[2])
	check(err == nil && len(b) == 32, "a checkpoint's root")
	copy(root[:], b)
	check(tlog.CheckRecord(proof, size, root, index, tlog.RecordHash(leaf)) == nil, "a path")
	return index
}

type message struct{ message, receipt, received, sent []byte }

func number(b []byte, at, n int) int64 {
	var v int64
	for _, c := range b[at : at+n] {
		v = v<<8 | int64(c)
	}
	return v
}

// desk is one side: its cards by number. Its heads are under the last; a test that pairs anew is none of this program's.
type desk []card

func (d desk) last() card { return d[len(d)-1] }
func (d desk) numbered(n int64) card {
	for _, c := range d {
		if c.number == n {
			return c
		}
	}
	fail("no card %d of %s", n, d[0].name)
	return card{}
}

func (m message) verify(cards [2]desk) {
	check(len(m.message) == headerBytes+64, "a message's length")
	header, signature := m.message[:headerBytes], m.message[headerBytes:]
	check(string(header[:8]) == "LIAISONM" && number(header, 8, 2) == 1, "a header")
	from := 0
	if !bytes.Equal(header[13:45], cards[0][0].id[:]) {
		from = 1
	}
	sender, receiver := cards[from].last(), cards[1-from].last()
	check(bytes.Equal(header[13:45], sender.id[:]) && bytes.Equal(header[45:77], receiver.id[:]), "a header's desks")
	low, high := sender.id[:], receiver.id[:]
	if bytes.Compare(low, high) > 0 {
		low, high = high, low
	}
	channel := sha256.Sum256(append(append([]byte("liaison/channel/1"), low...), high...))
	check(bytes.Equal(header[77:109], channel[:]), "a header's channel")
	by := cards[from].numbered(number(header, 141, 4))
	check(ed25519.Verify(by.messages, pae("message", header), signature), "a message's signature")

	digest := sha256.Sum256(append([]byte("liaison/header/1"), header...))
	receipt := m.receipt[64:]
	by = cards[1-from].numbered(number(receipt, 74, 4))
	check(ed25519.Verify(by.messages, pae("receipt", receipt), m.receipt[:64]), "a receipt's signature")
	check(string(receipt[:8]) == "LIAISONR" && bytes.Equal(receipt[10:42], channel[:]) &&
		bytes.Equal(receipt[42:74], receiver.id[:]), "a receipt's desks")
	sequence, first, position := number(header, 149, 8), number(receipt, 86, 8), number(receipt, 94, 8)
	at := sequence - first
	check(at >= 0 && at < number(receipt, 102, 2), "a receipt's range")
	entry := receipt[104+33*at:]
	check(bytes.Equal(entry[:32], digest[:]), "a receipt's digest")

	name := func(c card) string { return c.name + "/" + hex.EncodeToString(channel[:8]) }
	if m.received != nil {
		index := path(string(m.received), name(receiver), receiver, nil, append([]byte{2}, header...))
		check(index == position+at, "a leaf's place")
	}
	if m.sent != nil {
		index := path(string(m.sent), name(sender), sender, &receiver, append([]byte{1}, header...))
		check(index == number(header, 157, 8), "a leaf's place at the sender")
	}
	fmt.Printf("%s-%d kind %d verdict %d\n", sender.name, number(header, 197, 8), number(header, 10, 2), entry[32])
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		fail("%v", err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	check(lines[0] == "liaison bundle 1", "the bundle's head")
	var cards [2]desk
	var messages []message
	for _, line := range lines[1:] {
		word := strings.SplitN(line, " ", 2)
		check(len(word) == 2, "a line")
		value, err := base64.StdEncoding.DecodeString(word[1])
		check(err == nil, "base64")
		switch word[0] {
		case "card":
			c, side := readCard(string(value)), 0
			if len(cards[0]) > 0 && cards[0][0].id != c.id {
				side = 1
			}
			cards[side] = append(cards[side], c)
			continue
		case "message":
			messages = append(messages, message{message: value})
			continue
		}
		check(len(messages) > 0, "the order of lines")
		last := &messages[len(messages)-1]
		switch word[0] {
		case "receipt":
			last.receipt = value
		case "received":
			last.received = value
		case "sent":
			last.sent = value
		}
	}
	check(len(cards[0]) > 0 && len(cards[1]) > 0 && len(messages) > 0, "the bundle")
	for _, m := range messages {
		m.verify(cards)
	}
}
