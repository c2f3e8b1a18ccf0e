package report

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"
	utf16 "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

var bom = []byte("\ufeff")

// utf16Like reports whether raw opens with the byte order mark of UTF-16 or UTF-32.
func utf16Like(raw []byte) bool {
	return bytes.HasPrefix(raw, []byte{0xff, 0xfe}) || bytes.HasPrefix(raw, []byte{0xfe, 0xff}) || bytes.HasPrefix(raw, []byte{0, 0, 0xfe, 0xff})
}

// decodePlain gives the text of raw in UTF-8 without byte order mark. What is
// no UTF-8 is read as Windows-1252 when that gives plausible text, with a note;
// else it is an error.
func decodePlain(source string, raw []byte) (string, *Warning, error) {
	if utf16Like(raw) {
		text, err := decodeWide(raw)
		if err != nil || bytes.IndexByte(text, 0) >= 0 {
			return "", nil, broken(source, "opens with the mark of UTF-16 but is not UTF-16", err)
		}
		return string(text), nil, nil
	}
	raw = bytes.TrimPrefix(raw, bom)
	if utf8.Valid(raw) {
		return string(raw), nil, nil
	}
	at := firstInvalid(raw)
	if !plausible1252(raw) {
		return "", nil, broken(source, fmt.Sprintf("is broken UTF-8 (byte %d)", at), nil)
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(raw)
	if err != nil {
		return "", nil, broken(source, fmt.Sprintf("is broken UTF-8 (byte %d)", at), err)
	}
	note := &Warning{Source: source, Msg: fmt.Sprintf("is not UTF-8 (byte %d), read as Windows-1252", at), Remedy: "save it as UTF-8 if letters look wrong"}
	return string(text), note, nil
}

func broken(source, msg string, err error) error {
	return &InputError{Source: source, Msg: msg, Remedy: "save it as UTF-8", Err: err}
}

func decodeWide(raw []byte) ([]byte, error) {
	if bytes.HasPrefix(raw, []byte{0xff, 0xfe, 0, 0}) || raw[0] == 0 {
		return utf32.UTF32(utf32.BigEndian, utf32.ExpectBOM).NewDecoder().Bytes(raw)
	}
	return utf16.UTF16(utf16.LittleEndian, utf16.ExpectBOM).NewDecoder().Bytes(raw)
}

func firstInvalid(raw []byte) int {
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(raw)
}

// plausible1252 reports whether the bytes above ASCII are few, defined in
// Windows-1252, and not the remains of UTF-8.
func plausible1252(raw []byte) bool {
	high, multi, control := 0, 0, 0
	for i := 0; i < len(raw); {
		c := raw[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' {
				control++
			}
			i++
			continue
		}
		if r, n := utf8.DecodeRune(raw[i:]); r != utf8.RuneError || n > 1 {
			multi++
			i += n
			continue
		}
		switch c {
		case 0x81, 0x8d, 0x8f, 0x90, 0x9d:
			return false
		}
		high++
		i++
	}
	return control == 0 && multi <= high/10 && high*5 <= len(raw)
}

// decodePage gives a web page in UTF-8 by its byte order mark, its meta element
// or a guess, as browsers do. NULs are dropped.
func decodePage(source string, raw []byte) ([]byte, error) {
	text := bytes.TrimPrefix(raw, bom)
	if !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0 {
		encoding, name, _ := charset.DetermineEncoding(raw, "")
		decoded, err := encoding.NewDecoder().Bytes(raw)
		if err != nil {
			return nil, broken(source, "cannot be read as "+name, err)
		}
		text = bytes.TrimPrefix(decoded, bom)
	}
	if bytes.IndexByte(text, 0) >= 0 {
		text = bytes.ReplaceAll(text, []byte{0}, nil)
	}
	if bad := bytes.Count(text, []byte(string(utf8.RuneError))); bad > 20 && bad*50 > utf8.RuneCount(text) {
		return nil, broken(source, "has broken characters", nil)
	}
	return bytes.ToValidUTF8(text, []byte(string(utf8.RuneError))), nil
}

// printable drops control characters other than line ends and tabs.
func printable(r rune) bool { return r == '\n' || r == '\t' || !unicode.IsControl(r) }
