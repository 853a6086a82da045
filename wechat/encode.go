package wechat

import (
	"bytes"
	"encoding/json"
)

// encode writes v as the JSON that WeChat takes: no character escaped as
// \uXXXX, for which it answers 40033 or stores the escape as text.
// https://developers.weixin.qq.com/doc/oplatform/developers/errCode/
//
// What encoding/json cannot write without that escape is left out: control
// characters but tab and line ends, U+2028, U+2029, and bytes that are not
// UTF-8.
func encode(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return dropEscapes(bytes.TrimSuffix(buf.Bytes(), []byte("\n"))), nil
}

// dropEscapes removes \uXXXX, \b and \f from JSON, in place. It steps over
// each escape whole, so that an escaped backslash before a "u" stays.
func dropEscapes(b []byte) []byte {
	out := b[:0]
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' {
			out = append(out, b[i])
			continue
		}
		i++
		switch b[i] {
		case 'u':
			i += 4
		case 'b', 'f':
		default:
			out = append(out, '\\', b[i])
		}
	}
	return out
}
