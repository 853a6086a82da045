package callback

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

func parseXML(message []byte) (Fields, error) {
	if fields, ok := readUsual(message); ok {
		return fields, nil
	}
	return decodeXML(message)
}

func decodeXML(message []byte) (Fields, error) {
	if bytes.ContainsFunc(message, unfit) {
		message = bytes.Map(storable, message)
	}
	p := xmlParser{Decoder: xml.NewDecoder(bytes.NewReader(message)), message: message, left: maxFields}
	for {
		token, err := p.next()
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			root := Field{}
			if err := p.inside(&root, 1); err != nil {
				return nil, err
			}
			return root.Fields, p.end()
		case xml.CharData:
			if len(bytes.TrimSpace(token)) > 0 {
				return nil, refuse(ReasonMalformed, errors.New("text outside the root element"))
			}
		}
	}
}

// An xmlParser reads elements and text. The decoder knows no entities but the
// five of XML and refuses the others.
type xmlParser struct {
	*xml.Decoder
	message []byte
	left    counter
}

// next returns the next token and refuses what no message has.
func (p *xmlParser) next() (xml.Token, error) {
	if longTag(p.message[p.InputOffset():]) {
		return nil, refuse(ReasonTooComplex, fmt.Errorf("a tag of more than %d bytes", maxTag))
	}
	token, err := p.Token()
	if err != nil {
		// Its text may repeat a part of the message.
		var syntax *xml.SyntaxError
		if errors.As(err, &syntax) {
			err = fmt.Errorf("syntax error on line %d", syntax.Line)
		} else if !errors.Is(err, io.EOF) {
			err = errors.New("not readable as UTF-8 XML")
		}
		return nil, refuse(ReasonMalformed, err)
	}
	if _, ok := token.(xml.Directive); ok {
		return nil, refuse(ReasonDocumentType, nil)
	}
	return token, nil
}

// longTag reports whether rest begins with a tag of more than maxTag bytes. The
// decoder would make 40 times their memory of a megabyte of attributes, and
// the envelope is read before anything is known to be WeChat's.
func longTag(rest []byte) bool {
	if len(rest) < 2 || rest[0] != '<' || rest[1] == '!' || rest[1] == '?' {
		return false
	}
	var quote byte
	for i, c := range rest {
		switch {
		case i > maxTag:
			return true
		case c == quote:
			quote = 0
		case quote != 0:
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return false
		}
	}
	return false
}

// inside reads an element up to its end: its fields, or its text.
func (p *xmlParser) inside(field *Field, depth int) error {
	if depth > maxDepth {
		return tooDeep()
	}
	var pieces []string
	for {
		token, err := p.next()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if err := p.left.take(); err != nil {
				return err
			}
			child := Field{Name: name(token.Name)}
			if err := p.inside(&child, depth+1); err != nil {
				return err
			}
			field.Fields = append(field.Fields, child)
		case xml.CharData:
			pieces = append(pieces, string(token))
		case xml.EndElement:
			if text := strings.Join(pieces, ""); len(field.Fields) == 0 || strings.TrimSpace(text) != "" {
				field.Value = text
			}
			return nil
		}
	}
}

// end refuses what follows the root element.
func (p *xmlParser) end() error {
	for {
		token, err := p.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement, xml.EndElement:
			return refuse(ReasonMalformed, errors.New("more than one root element"))
		case xml.CharData:
			if len(bytes.TrimSpace(token)) > 0 {
				return refuse(ReasonMalformed, errors.New("text outside the root element"))
			}
		}
	}
}

// name keeps a prefix, so that an element of another namespace is not taken
// for one of WeChat's, which have none.
func name(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}
