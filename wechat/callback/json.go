package callback

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

func parseJSON(message []byte) (Fields, error) {
	// Line ends between members may become spaces; inside strings JSON has none.
	spaced := func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return storable(r)
	}
	if bytes.ContainsFunc(message, func(r rune) bool { return r < ' ' || unfit(r) }) {
		message = bytes.Map(spaced, message)
	}
	p := jsonParser{Decoder: json.NewDecoder(bytes.NewReader(message)), left: maxFields}
	p.UseNumber()
	var root Field
	if err := p.value(&root, 0); err != nil {
		return nil, err
	}
	if _, err := p.Token(); !errors.Is(err, io.EOF) {
		return nil, refuse(ReasonMalformed, errors.New("more than one object"))
	}
	return root.Fields, nil
}

type jsonParser struct {
	*json.Decoder
	left counter
}

func (p *jsonParser) next() (json.Token, error) {
	token, err := p.Token()
	if err != nil {
		// Its text may repeat a character of the message.
		return nil, refuse(ReasonMalformed, fmt.Errorf("syntax error at byte %d", p.InputOffset()))
	}
	return token, nil
}

// value reads one value that is not a list into the field.
func (p *jsonParser) value(into *Field, depth int) error {
	token, err := p.next()
	if err != nil {
		return err
	}
	return p.rest(into, token, depth)
}

// rest reads what follows the first token of a value.
func (p *jsonParser) rest(into *Field, token json.Token, depth int) error {
	switch token := token.(type) {
	case json.Delim:
		if depth++; depth > maxDepth {
			return tooDeep()
		}
		return p.members(into, depth)
	case string:
		into.Value = token
		if strings.ContainsFunc(token, unfit) {
			into.Value = strings.Map(storable, token)
		}
	case nil:
	default:
		into.Value = fmt.Sprint(token)
	}
	return nil
}

// members reads the members of an object up to its end.
func (p *jsonParser) members(into *Field, depth int) error {
	for p.More() {
		token, err := p.next()
		if err != nil {
			return err
		}
		key := strings.Map(storable, token.(string))
		if err := p.member(into, key, depth); err != nil {
			return err
		}
	}
	_, err := p.next()
	return err
}

// member reads the value of a member: as many fields of its name as a list has
// elements, or one.
func (p *jsonParser) member(into *Field, key string, depth int) error {
	token, err := p.next()
	if err != nil {
		return err
	}
	if token != json.Delim('[') {
		return p.add(into, key, token, depth)
	}
	for p.More() {
		element, err := p.next()
		if err != nil {
			return err
		}
		if element == json.Delim('[') {
			return refuse(ReasonMalformed, errors.New("a list in a list"))
		}
		if err := p.add(into, key, element, depth); err != nil {
			return err
		}
	}
	_, err = p.next()
	return err
}

func (p *jsonParser) add(into *Field, key string, token json.Token, depth int) error {
	if err := p.left.take(); err != nil {
		return err
	}
	field := Field{Name: key}
	if err := p.rest(&field, token, depth); err != nil {
		return err
	}
	into.Fields = append(into.Fields, field)
	return nil
}
