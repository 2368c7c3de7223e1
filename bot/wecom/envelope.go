package wecom

import (
	"errors"
	"slices"
)

// An envelope is what the platform posts: a ciphertext, and for whom it is
// (wecom.md §1.3). Agent is empty where the platform leaves it out.
type envelope struct {
	to, agent, encrypted string
}

// envelopeNames are the elements that matter.
var envelopeNames = []string{"Encrypt", "ToUserName", "AgentID"}

var errEnvelope = errors.New("wecom: the envelope must hold one ciphertext")

// openEnvelope reads a posted body. Elements that it does not know may stand in it; one
// that it knows may stand in it once.
func openEnvelope(body []byte) (envelope, error) {
	var (
		values [3]string
		seen   [3]bool
	)
	err := flat(body, func(name, text []byte) error {
		i := slices.Index(envelopeNames, string(name))
		if i < 0 {
			return nil
		}
		if seen[i] {
			return errEnvelope
		}
		seen[i], values[i] = true, string(text)
		return nil
	})
	if err != nil {
		return envelope{}, err
	}
	if values[0] == "" {
		return envelope{}, errEnvelope
	}
	return envelope{encrypted: values[0], to: values[1], agent: values[2]}, nil
}

// seal closes an answer into the envelope that the platform opens. The names
// are the platform's, capital letters included (wecom.md §1.5).
func (c *codec) seal(message []byte, timestamp, nonce string) ([]byte, error) {
	encrypted, err := c.encrypt(message)
	if err != nil {
		return nil, err
	}
	return c.envelop(encrypted, timestamp, nonce), nil
}

func (c *codec) envelop(encrypted, timestamp, nonce string) []byte {
	const frame = 256 // more than all that stands around the texts
	d := make(document, 0, len(encrypted)+len(nonce)+frame)
	d.open("xml")
	d.text("Encrypt", encrypted)
	d.text("MsgSignature", c.sign(timestamp, nonce, encrypted))
	d.open("TimeStamp")
	d = append(d, timestamp...)
	d.close("TimeStamp")
	d.text("Nonce", nonce)
	d.close("xml")
	return d
}
