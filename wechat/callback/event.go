package callback

import "strings"

// The events of followers.
// https://developers.weixin.qq.com/doc/subscription/en/guide/product/message/Receiving_event_pushes.html

// A SubscribeEvent is a follow, by a scan or otherwise.
type SubscribeEvent struct {
	// EventKey is "qrscene_" and the scene, another mark of where the follower
	// came from, or empty.
	EventKey string
	// Scene is that of the QR code, empty if the follow was not by one.
	Scene string
	// Ticket names the QR code, even where two share a scene.
	Ticket string
}

// An UnsubscribeEvent is the end of a follow. WeChat demands that the
// follower's data be deleted; nobody sees a reply.
type UnsubscribeEvent struct {
	EventKey string // empty, as a rule
	Ticket   string // empty, as a rule
}

// A ScanEvent is the scan of a QR code by someone who follows already.
type ScanEvent struct {
	// Scene is the EventKey, which here has no prefix. For numbers outside of
	// their range 4294967295 came back (observed).
	Scene string
	// Ticket names the QR code, even where two share a scene.
	Ticket string
}

// A LocationEvent is where a follower is: on entering the chat, or every 5
// seconds in it, as the account's settings say.
type LocationEvent struct {
	Latitude  float64 // in degrees
	Longitude float64 // in degrees
	Precision float64 // as WeChat gives it: no page names the unit
}

// A ClickEvent is a tap on a button of type click. Opening a sub-menu is none.
type ClickEvent struct {
	EventKey string // the button's key
}

// A ViewEvent is a tap on a button that opens a page.
type ViewEvent struct {
	EventKey string // the page's address
	MenuID   string // tells which conditional menu; may be empty
}

// A ViewMiniProgramEvent is a tap on a button that opens a mini program.
type ViewMiniProgramEvent struct {
	EventKey string // the path in the mini program
	MenuID   string // tells which conditional menu; may be empty
}

// A ScanCodeEvent is a scan begun by a button, of type scancode_push or
// scancode_waitmsg: Push.Event says which.
type ScanCodeEvent struct {
	EventKey   string // the button's key
	ScanType   string // "qrcode", as a rule
	ScanResult string // what the code holds
}

// A PicEvent tells of pictures taken or chosen by a button, of type
// pic_sysphoto, pic_photo_or_album or pic_weixin: Push.Event says which. The
// pictures come as ImageMessages.
type PicEvent struct {
	EventKey   string // the button's key
	Count      int
	PicMD5Sums []string
}

// A LocationSelectEvent is a place chosen by a button. A LocationMessage comes
// too.
type LocationSelectEvent struct {
	EventKey  string  // the button's key
	Latitude  float64 // WeChat's Location_X, in degrees
	Longitude float64 // WeChat's Location_Y, in degrees
	Scale     int     // of the map
	Label     string  // the address
	PoiName   string  // may be empty
}

func (SubscribeEvent) payload()       {}
func (UnsubscribeEvent) payload()     {}
func (ScanEvent) payload()            {}
func (LocationEvent) payload()        {}
func (ClickEvent) payload()           {}
func (ViewEvent) payload()            {}
func (ViewMiniProgramEvent) payload() {}
func (ScanCodeEvent) payload()        {}
func (PicEvent) payload()             {}
func (LocationSelectEvent) payload()  {}

// events reads each Event, by its name in lower case.
var events = map[string]func(Fields) Payload{
	"subscribe": readSubscribe,
	"unsubscribe": func(f Fields) Payload {
		return UnsubscribeEvent{EventKey: f.Text("EventKey"), Ticket: f.word("Ticket")}
	},
	"scan": func(f Fields) Payload {
		return ScanEvent{Scene: f.Text("EventKey"), Ticket: f.word("Ticket")}
	},
	"location": func(f Fields) Payload {
		return LocationEvent{
			Latitude: f.number("Latitude"), Longitude: f.number("Longitude"), Precision: f.number("Precision"),
		}
	},
	"click": func(f Fields) Payload { return ClickEvent{EventKey: f.Text("EventKey")} },
	"view": func(f Fields) Payload {
		return ViewEvent{EventKey: f.Text("EventKey"), MenuID: f.word("MenuId")}
	},
	"view_miniprogram": func(f Fields) Payload {
		return ViewMiniProgramEvent{EventKey: f.Text("EventKey"), MenuID: f.word("MenuId")}
	},
	"scancode_push":         readScanCode,
	"scancode_waitmsg":      readScanCode,
	"pic_sysphoto":          readPic,
	"pic_photo_or_album":    readPic,
	"pic_weixin":            readPic,
	"location_select":       readLocationSelect,
	"masssendjobfinish":     readMassSendJobFinish,
	"publishjobfinish":      readPublishJobFinish,
	"templatesendjobfinish": readTemplateSendJobFinish,
}

func readSubscribe(f Fields) Payload {
	e := SubscribeEvent{EventKey: f.Text("EventKey"), Ticket: f.word("Ticket")}
	if scene, ok := strings.CutPrefix(e.EventKey, "qrscene_"); ok {
		e.Scene = scene
	}
	return e
}

func readScanCode(f Fields) Payload {
	scanned := f.In("ScanCodeInfo")
	return ScanCodeEvent{
		EventKey:   f.Text("EventKey"),
		ScanType:   scanned.word("ScanType"),
		ScanResult: scanned.Text("ScanResult"),
	}
}

func readPic(f Fields) Payload {
	sent := f.In("SendPicsInfo")
	e := PicEvent{EventKey: f.Text("EventKey"), Count: sent.count("Count", 0)}
	for _, pic := range sent.Items("PicList") {
		e.PicMD5Sums = append(e.PicMD5Sums, pic.word("PicMd5Sum"))
	}
	return e
}

func readLocationSelect(f Fields) Payload {
	place := f.In("SendLocationInfo")
	return LocationSelectEvent{
		EventKey:  f.Text("EventKey"),
		Latitude:  place.number("Location_X"),
		Longitude: place.number("Location_Y"),
		Scale:     place.count("Scale", 0),
		Label:     place.Text("Label"),
		PoiName:   place.Text("Poiname"),
	}
}
