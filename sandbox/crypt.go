package sandbox

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // the protocol signs with SHA-1
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// paddedTo is the size that a plaintext is padded to a multiple of (wecom.md §1.4).
const paddedTo = 32

// codec seals, opens and signs callbacks: AES-256-CBC and SHA-1, as the
// platform's protocol says (wecom.md §1.4).
type codec struct {
	block cipher.Block
	iv    []byte
	token string
	corp  string
}

// newCodec refuses a key that is not 43 letters or digits.
func newCodec(token, encodingKey, corp string) (*codec, error) {
	bad := strings.ContainsFunc(encodingKey, func(r rune) bool { return !asciiWord(r) })
	if len(encodingKey) != 43 || bad {
		return nil, errors.New("sandbox: EncodingAESKey is not 43 letters or digits")
	}
	key, err := base64.StdEncoding.DecodeString(encodingKey + "=")
	if err != nil {
		return nil, fmt.Errorf("sandbox: decode EncodingAESKey: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("sandbox: make a cipher: %w", err)
	}
	return &codec{block: block, iv: key[:aes.BlockSize], token: token, corp: corp}, nil
}

// sign is the signature over a timestamp, a nonce and a sealed text.
func (c *codec) sign(timestamp, nonce, sealed string) string {
	parts := []string{c.token, timestamp, nonce, sealed}
	slices.Sort(parts)
	sum := sha1.Sum([]byte(strings.Join(parts, ""))) //nolint:gosec // the protocol signs with SHA-1
	return hex.EncodeToString(sum[:])
}

// signed tells whether a signature is right.
func (c *codec) signed(signature, timestamp, nonce, sealed string) bool {
	return subtle.ConstantTimeCompare([]byte(signature), []byte(c.sign(timestamp, nonce, sealed))) == 1
}

// seal encrypts a message under 16 random bytes.
func (c *codec) seal(message []byte) string {
	random := make([]byte, 16)
	_, _ = rand.Read(random) // never fails
	return c.sealWith(message, random)
}

func (c *codec) sealWith(message, random []byte) string {
	plain := slices.Clone(random)
	plain = binary.BigEndian.AppendUint32(plain, uint32(len(message))) //nolint:gosec // an event is a few KB
	plain = append(plain, message...)
	plain = append(plain, c.corp...)
	pad := paddedTo - len(plain)%paddedTo
	plain = append(plain, bytes.Repeat([]byte{byte(pad)}, pad)...)
	cipher.NewCBCEncrypter(c.block, c.iv).CryptBlocks(plain, plain)
	return base64.StdEncoding.EncodeToString(plain)
}

// open decrypts what the app sealed. It refuses everything that is not exactly
// as seal makes it, the receiver included.
func (c *codec) open(sealed string) ([]byte, error) {
	plain, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return nil, fmt.Errorf("sandbox: sealed text is not base64: %w", err)
	}
	if len(plain) == 0 || len(plain)%paddedTo != 0 {
		return nil, fmt.Errorf("sandbox: sealed text has %d bytes, no multiple of %d", len(plain), paddedTo)
	}
	cipher.NewCBCDecrypter(c.block, c.iv).CryptBlocks(plain, plain)
	pad := int(plain[len(plain)-1])
	if pad < 1 || pad > paddedTo || !allEqual(plain[len(plain)-pad:]) {
		return nil, errors.New("sandbox: sealed text is badly padded")
	}
	plain = plain[:len(plain)-pad]
	if len(plain) < 20 {
		return nil, errors.New("sandbox: sealed text is too short")
	}
	size := int64(binary.BigEndian.Uint32(plain[16:20]))
	if size > int64(len(plain)-20) {
		return nil, errors.New("sandbox: sealed text says a length beyond its end")
	}
	if string(plain[20+size:]) != c.corp {
		return nil, errors.New("sandbox: sealed text is for another receiver")
	}
	return plain[20 : 20+size], nil
}

func allEqual(b []byte) bool {
	for _, x := range b {
		if x != b[0] {
			return false
		}
	}
	return true
}

// randomText returns n url-safe random characters, as codes and tokens are made of.
func randomText(n int) string {
	raw := make([]byte, n)
	_, _ = rand.Read(raw) // never fails
	return base64.RawURLEncoding.EncodeToString(raw)[:n]
}

// randomDigits returns n random decimal digits, the first not a zero.
func randomDigits(n int) string {
	raw := make([]byte, n)
	_, _ = rand.Read(raw) // never fails
	for i, b := range raw {
		raw[i] = '0' + b%10
	}
	if raw[0] == '0' {
		raw[0] = '1'
	}
	return string(raw)
}
