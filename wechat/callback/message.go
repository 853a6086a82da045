package callback

// The messages that followers write.
// https://developers.weixin.qq.com/doc/subscription/en/guide/product/message/Receiving_standard_messages.html

// A TextMessage is text that a follower wrote, or an option of a msgmenu that
// was tapped.
type TextMessage struct {
	Content string
	// BizMsgMenuID is the id that the tapped option of a msgmenu was sent with;
	// Content is the option's text. Empty: it was written.
	BizMsgMenuID string
}

// An ImageMessage is a picture.
type ImageMessage struct {
	PicURL  string // where WeChat put it
	MediaID string // to download it, for 3 days
}

// A VoiceMessage is a recording.
type VoiceMessage struct {
	MediaID     string // to download it, for 3 days
	Format      string // "amr" or "speex"
	MediaID16K  string // of a better recording
	Recognition string // as text, only where the account has that switched on
}

// A VideoMessage is a video.
type VideoMessage struct {
	MediaID      string // to download it, for 3 days
	ThumbMediaID string // of its picture, likewise
}

// A ShortVideoMessage is a video of a few seconds, made in the chat.
type ShortVideoMessage struct {
	MediaID      string // to download it, for 3 days
	ThumbMediaID string // of its picture, likewise
}

// A LocationMessage is a place that a follower sent. Where he is, WeChat tells
// by a LocationEvent.
type LocationMessage struct {
	Latitude  float64 // WeChat's Location_X, in degrees
	Longitude float64 // WeChat's Location_Y, in degrees
	Scale     int     // of the map
	Label     string  // the address
}

// A LinkMessage is an address with a title, such as an article handed on.
type LinkMessage struct {
	Title       string
	Description string
	URL         string
}

func (TextMessage) payload()       {}
func (ImageMessage) payload()      {}
func (VoiceMessage) payload()      {}
func (VideoMessage) payload()      {}
func (ShortVideoMessage) payload() {}
func (LocationMessage) payload()   {}
func (LinkMessage) payload()       {}

// messages reads each MsgType, which is case-sensitive.
var messages = map[string]func(Fields) Payload{
	"text": func(f Fields) Payload {
		return TextMessage{Content: f.Text("Content"), BizMsgMenuID: f.word("bizmsgmenuid")}
	},
	"image": func(f Fields) Payload {
		return ImageMessage{PicURL: f.word("PicUrl"), MediaID: f.word("MediaId")}
	},
	"voice": func(f Fields) Payload {
		return VoiceMessage{
			MediaID: f.word("MediaId"), Format: f.word("Format"),
			MediaID16K: f.word("MediaId16K"), Recognition: f.Text("Recognition"),
		}
	},
	"video": func(f Fields) Payload {
		return VideoMessage{MediaID: f.word("MediaId"), ThumbMediaID: f.word("ThumbMediaId")}
	},
	"shortvideo": func(f Fields) Payload {
		return ShortVideoMessage{MediaID: f.word("MediaId"), ThumbMediaID: f.word("ThumbMediaId")}
	},
	"location": func(f Fields) Payload {
		return LocationMessage{
			Latitude: f.number("Location_X"), Longitude: f.number("Location_Y"),
			Scale: f.count("Scale", 0), Label: f.Text("Label"),
		}
	},
	"link": func(f Fields) Payload {
		return LinkMessage{Title: f.Text("Title"), Description: f.Text("Description"), URL: f.word("Url")}
	},
}
