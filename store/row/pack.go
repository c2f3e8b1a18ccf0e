package row

import (
	"fmt"

	"github.com/klauspost/compress/zstd"
)

// packFrom is the length in bytes from which a column is compressed.
const packFrom = 512

// The first byte of a packed column.
const (
	plain byte = iota
	zstandard
)

// Codec packs and unpacks columns. It is safe for concurrent use.
type Codec struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}

// NewCodec makes a Codec. Close frees it.
func NewCodec() (*Codec, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(2),
		zstd.WithLowerEncoderMem(true), zstd.WithEncoderCRC(false))
	if err != nil {
		return nil, fmt.Errorf("store: zstd: %w", err)
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(2), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(1<<30))
	if err != nil {
		return nil, fmt.Errorf("store: zstd: %w", err)
	}
	return &Codec{enc, dec}, nil
}

// Close frees the Codec.
func (c *Codec) Close() {
	_ = c.enc.Close()
	c.dec.Close()
}

func (c *Codec) pack(b []byte) []byte {
	if len(b) >= packFrom {
		if out := c.enc.EncodeAll(b, []byte{zstandard}); len(out) < len(b) {
			return out
		}
	}
	return append([]byte{plain}, b...)
}

func (c *Codec) unpack(b []byte) ([]byte, error) {
	switch {
	case len(b) == 0:
		return nil, fmt.Errorf("a packed column is empty")
	case b[0] == plain:
		return b[1:], nil
	case b[0] == zstandard:
		return c.dec.DecodeAll(b[1:], nil)
	}
	return nil, fmt.Errorf("a column is packed in the unknown way %d", b[0])
}
