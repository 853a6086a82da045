package callback

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// What is encrypted is 16 random bytes, the message's length as four bytes big
// endian, the message, the AppID, and padding to a multiple of 32 whose bytes
// all are its length. AES-256-CBC; the vector is the key's first half.
// https://developers.weixin.qq.com/doc/subscription/guide/dev/push/encryption.html
const (
	randomLength = 16
	headLength   = randomLength + 4
	padBlock     = 32 // twice that of AES, so PKCS#7 for AES refuses half of them
)

// openKey decodes an EncodingAESKey. Its last character has two bits to spare,
// which WeChat's generator leaves as they fall, so the decoder must not be
// strict: https://github.com/binarywang/WxJava/issues/1454
func openKey(encoded string) ([]byte, cipher.Block, error) {
	key, err := base64.StdEncoding.DecodeString(encoded + "=")
	if err != nil || len(encoded) != 43 || len(key) != 32 {
		// The decoder's error would say where in the secret it stopped.
		return nil, nil, errors.New("callback: the EncodingAESKey is not 43 letters and digits")
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, nil, fmt.Errorf("callback: %w", err)
	}
	return key, block, nil
}

// decrypt returns the message of an Encrypt whose signature held: there is
// nothing else in CBC that would show a change.
func (e *Endpoint) decrypt(encrypted string) ([]byte, error) {
	full, err := base64.StdEncoding.DecodeString(encrypted)
	if err != nil {
		return nil, refuse(ReasonCipher, nil)
	}
	if len(full) == 0 || len(full)%aes.BlockSize != 0 {
		return nil, refuse(ReasonCipher, fmt.Errorf("%d bytes are not whole blocks", len(full)))
	}
	cipher.NewCBCDecrypter(e.block, e.key[:aes.BlockSize]).CryptBlocks(full, full)
	pad := int(full[len(full)-1])
	if pad < 1 || pad > padBlock || pad > len(full) {
		return nil, refuse(ReasonPadding, nil)
	}
	full = full[:len(full)-pad]
	if len(full) < headLength {
		return nil, refuse(ReasonLength, nil)
	}
	length := int64(binary.BigEndian.Uint32(full[randomLength:]))
	rest := full[headLength:]
	if length > int64(len(rest)) {
		return nil, refuse(ReasonLength, nil)
	}
	if string(rest[length:]) != e.config.AppID {
		return nil, refuse(ReasonAppID, nil)
	}
	return rest[:length:length], nil
}

// encrypt returns the Encrypt of a message.
func (e *Endpoint) encrypt(message []byte) (string, error) {
	length := headLength + len(message) + len(e.config.AppID)
	pad := padBlock - length%padBlock
	full := make([]byte, headLength, length+pad)
	if _, err := io.ReadFull(e.config.Random, full[:randomLength]); err != nil {
		return "", fmt.Errorf("callback: read random bytes: %w", err)
	}
	binary.BigEndian.PutUint32(full[randomLength:], uint32(len(message)))
	full = append(full, message...)
	full = append(full, e.config.AppID...)
	full = append(full, bytes.Repeat([]byte{byte(pad)}, pad)...)
	cipher.NewCBCEncrypter(e.block, e.key[:aes.BlockSize]).CryptBlocks(full, full)
	return base64.StdEncoding.EncodeToString(full), nil
}
