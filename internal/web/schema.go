package web

import (
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// describe tells in the schemas what Go's types know and huma cannot see:
// which nouns may be null, and which words a named string may be.
func describe(schemas huma.Registry) {
	for name, s := range schemas.Map() {
		for _, f := range reflect.VisibleFields(schemas.TypeFromRef("#/components/schemas/" + name)) {
			field, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			p := s.Properties[field]
			if p == nil {
				continue
			}
			if p.Ref != "" && f.Type.Kind() == reflect.Pointer && !strings.Contains(options, "omitempty") {
				s.Properties[field] = &huma.Schema{
					Description: p.Description,
					AnyOf:       []*huma.Schema{{Ref: p.Ref}, {Type: "null"}},
				}
			}
			if p.Enum == nil {
				enumerate(p, words[f.Type])
			}
			if p.Items != nil && p.Items.Enum == nil {
				enumerate(p.Items, words[f.Type.Elem()])
			}
		}
	}
}

// given has the schemas describe what may be cleared as its value; that it may
// be null the field itself says.
func given(schemas huma.Registry) {
	schemas.RegisterTypeAlias(reflect.TypeFor[tuwen.Given[time.Time]](), reflect.TypeFor[time.Time]())
}

// enumerate names the values that a schema takes; a request is compared with
// them as plain strings.
func enumerate(s *huma.Schema, values []any) {
	if len(values) == 0 {
		return
	}
	s.Enum = make([]any, len(values))
	for i, v := range values {
		s.Enum[i] = reflect.ValueOf(v).String()
	}
	s.PrecomputeMessages()
}

// words are the values of the named strings that carry no enum tag.
var words = map[reflect.Type][]any{
	reflect.TypeFor[tuwen.Source]():    {tuwen.Draft, tuwen.History, tuwen.Published},
	reflect.TypeFor[tuwen.Use]():       {tuwen.ForMassSend, tuwen.ForJourney, tuwen.ForConversation, tuwen.ForQRCode, tuwen.ForMenu},
	reflect.TypeFor[tuwen.Interface](): {tuwen.ByMassSend, tuwen.ByPassiveReply, tuwen.ByCustomerService},
	reflect.TypeFor[tuwen.Reason](): {tuwen.ReasonSource, tuwen.ReasonSeveral, tuwen.ReasonGone, tuwen.ReasonDeleted, tuwen.ReasonDown,
		tuwen.ReasonMissing, tuwen.ReasonNoLink, tuwen.ReasonEmpty},
	reflect.TypeFor[tuwen.LeftOut](): {tuwen.LeftPicture, tuwen.LeftVoice, tuwen.LeftVideo, tuwen.LeftUnknown, tuwen.LeftTooLong,
		tuwen.LeftKeyword, tuwen.LeftNothing, tuwen.LeftThere, tuwen.LeftWrong},
	reflect.TypeFor[tuwen.MessageState](): {tuwen.MessagePlanned, tuwen.MessageSending, tuwen.MessageSent, tuwen.MessageUnsent,
		tuwen.MessageUnknown},
	reflect.TypeFor[tuwen.Kind](): {tuwen.Invalid, tuwen.Unauthenticated, tuwen.Forbidden, tuwen.NotFound, tuwen.Conflict,
		tuwen.Exhausted, tuwen.Refused, tuwen.Unavailable, tuwen.Internal},
}
