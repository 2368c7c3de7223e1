package wecom

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // the platform's signature is defined with SHA-1
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
)

// A codec signs, encrypts and decrypts what passes between the platform and our
// callback address (wecom.md §1.4).
//
// Plaintext is 16 random bytes, the length of the message in four bytes, the
// message, and the id of the receiver, filled up to a multiple of 32 bytes.
type codec struct {
	token    string
	receiver string // receiveid: the corp for an app of its own
	block    cipher.Block
	iv       []byte
}

const (
	padBlock   = 32
	headLength = 20 // random bytes and length
	keyLength  = 43 // characters of an EncodingAESKey
)

var (
	errKey        = errors.New("wecom: encoding_aes_key must be 43 letters and digits")
	errCiphertext = errors.New("wecom: the ciphertext is malformed")
	errReceiver   = errors.New("wecom: the message is for another corp")
)

// newCodec takes the key as the console shows it. Its last character may carry
// bits that mean nothing, as real keys do.
func newCodec(token, key, receiver string) (*codec, error) {
	if len(key) != keyLength || !alphanumeric(key) {
		return nil, errKey
	}
	raw, err := base64.StdEncoding.DecodeString(key + "=")
	if err != nil {
		return nil, errKey
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		return nil, errKey
	}
	return &codec{token: token, receiver: receiver, block: block, iv: raw[:aes.BlockSize]}, nil
}

func alphanumeric(s string) bool {
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

// sign is the signature over a ciphertext: SHA-1 of the four texts, sorted.
func (c *codec) sign(timestamp, nonce, encrypted string) string {
	parts := [4]string{c.token, timestamp, nonce, encrypted}
	slices.Sort(parts[:])
	text := make([]byte, 0, len(c.token)+len(timestamp)+len(nonce)+len(encrypted))
	for _, p := range parts {
		text = append(text, p...)
	}
	sum := sha1.Sum(text) //nolint:gosec // the platform's signature is defined with SHA-1
	return hex.EncodeToString(sum[:])
}

// signed tells, in a time that says nothing about the right answer, whether the
// platform signed this ciphertext.
func (c *codec) signed(signature, timestamp, nonce, encrypted string) bool {
	want := c.sign(timestamp, nonce, encrypted)
	return subtle.ConstantTimeCompare([]byte(want), []byte(signature)) == 1
}

// decrypt opens a ciphertext whose signature was found right. It hands on no
// byte of a message that is malformed or meant for somebody else.
func (c *codec) decrypt(encrypted string) ([]byte, error) {
	text, err := base64.StdEncoding.DecodeString(encrypted)
	if err != nil || len(text) < padBlock || len(text)%padBlock != 0 {
		return nil, errCiphertext
	}
	cipher.NewCBCDecrypter(c.block, c.iv).CryptBlocks(text, text)
	text, ok := unpad(text)
	if !ok || len(text) < headLength {
		return nil, errCiphertext
	}
	length := binary.BigEndian.Uint32(text[headLength-4:])
	text = text[headLength:]
	if uint64(length) > uint64(len(text)) {
		return nil, errCiphertext
	}
	if subtle.ConstantTimeCompare(text[length:], []byte(c.receiver)) != 1 {
		return nil, errReceiver
	}
	return text[:length:length], nil
}

// unpad takes the filling off, all bytes of which must be alike.
func unpad(text []byte) ([]byte, bool) {
	n := int(text[len(text)-1])
	if n < 1 || n > padBlock {
		return nil, false
	}
	end := len(text) - n
	for _, b := range text[end:] {
		if int(b) != n {
			return nil, false
		}
	}
	return text[:end], true
}

// encrypt closes a message for the platform.
func (c *codec) encrypt(message []byte) (string, error) {
	var random [16]byte
	if _, err := rand.Read(random[:]); err != nil {
		return "", fmt.Errorf("wecom: encrypting an answer: %w", err)
	}
	return c.encryptWith(random, message), nil
}

func (c *codec) encryptWith(random [16]byte, message []byte) string {
	length := headLength + len(message) + len(c.receiver)
	pad := padBlock - length%padBlock
	text := make([]byte, 0, length+pad)
	text = append(text, random[:]...)
	text = binary.BigEndian.AppendUint32(text, uint32(len(message))) //nolint:gosec // a message is a few KB
	text = append(text, message...)
	text = append(text, c.receiver...)
	for range pad {
		text = append(text, byte(pad))
	}
	cipher.NewCBCEncrypter(c.block, c.iv).CryptBlocks(text, text)
	return base64.StdEncoding.EncodeToString(text)
}
