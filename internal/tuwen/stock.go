package tuwen

// Tell fills in what a reader of the replies wants to see: the title or name
// of what each refers to, and why it cannot be sent as it is.
func (s Stock) Tell(use Use, replies []Reply) {
	for i := range replies {
		r := &replies[i]
		r.Label, r.Problem = s.label(*r), s.Problem(use, *r)
	}
}

// TellOptions does the same for the answers of a conversation's options.
func (s Stock) TellOptions(options []Option) {
	for i := range options {
		r := &options[i].Reply
		r.Label, r.Problem = s.label(*r), s.Problem(ForConversation, *r)
	}
}

func (s Stock) label(r Reply) string {
	switch r.Kind {
	case ReplyMaterial:
		return s.Materials[r.MediaID].Title
	case ReplyPicture:
		return s.Pictures[r.PictureID].Name
	case ReplyConversation:
		return s.Conversations[r.ConversationID].Name
	case ReplyText:
	}
	return ""
}
