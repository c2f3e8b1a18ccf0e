package encoder

import (
	"bytes"
	"encoding/binary"
	"os"
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep/model/kernel"
)

func tinyBytes(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/tiny.bin")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// withHeader replaces text of the header by text of the same length.
func withHeader(data []byte, old, now string) []byte {
	if len(old) != len(now) {
		panic("lengths differ")
	}
	return bytes.Replace(data, []byte(old), []byte(now), 1)
}

func TestOpenFaults(t *testing.T) {
	good := tinyBytes(t)
	huge := bytes.Clone(good)
	binary.LittleEndian.PutUint32(huge[8:], 1<<31)
	for name, data := range map[string][]byte{
		"does not begin": []byte("SITREPX1"),
		"a header of":    huge,
		"header:":        withHeader(good, `{"format"`, `{{format"`),
		"format 2":       withHeader(good, `"format":1`, `"format":2`),
		"has type":       withHeader(good, `"type":"u8"`, `"type":"u9"`),
		"does not fit":   good[:len(good)-1000],
		"is missing":     withHeader(good, `"name":"embed.piece.scale"`, `"name":"embed.piece.scalf"`),
		"want f32":       withHeader(good, `"name":"layer.1.norm2.gain","type":"f32","shape":[64]`, `"name":"layer.1.norm2.gain","type":"u8","shape":[256]`),
		"config":         withHeader(good, `"heads":2`, `"heads":0`),
		"widths must":    withHeader(good, `"heads":2`, `"heads":3`),
		"places for":     withHeader(good, `"max_pieces":512`, `"max_pieces":112`),
		"list of labels": withHeader(good, `"upos":["NOUN","VERB","ADP","X","PUNCT"]`, `"upos":[]                               `),
		"lemma rule":     withHeader(good, `"l|0|"`, `"z|0|"`),
		"comes twice":    bytes.Replace(good, []byte("rebel\n##s"), []byte("##ed\n\n##s"), 1),
	} {
		_, err := Open(data, kernel.Plain)
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("want an error with %q, got %v", name, err)
		}
	}
}

// FuzzOpen damages the header: Open gives an error or a model, and no panic.
func FuzzOpen(f *testing.F) {
	good := tinyBytes(f)
	length := binary.LittleEndian.Uint32(good[8:])
	head := good[16:][:length]
	f.Add(uint32(9), byte('9'), uint32(0))
	f.Add(uint32(400), byte(' '), uint32(100))
	f.Add(uint32(2000), byte('0'), uint32(5))
	f.Fuzz(func(t *testing.T, at uint32, b byte, cut uint32) {
		data := bytes.Clone(good)
		data[16+int(at)%len(head)] = b
		data = data[:len(data)-int(cut)%len(data)]
		if n, err := Open(data, kernel.Plain); err == nil {
			n.Read([]Sentence{{Words: []string{"rebels", "x"}}})
		}
	})
}
