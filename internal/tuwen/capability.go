package tuwen

import "strings"

// Capability is a group of WeChat's interfaces that a part of the console
// needs. Which accounts have one is WeChat's table
// (https://developers.weixin.qq.com/doc/service/en/Getting_Started/Explanation_of_interface_privileges.html);
// whether this account has it, only a call tells.
type Capability struct {
	Name string // as in a [Check], and in the words of the screen
	Path string // what the addresses of its interfaces begin with
	// Needs is which accounts WeChat gives it to.
	Needs Need
}

// Need is what WeChat asks of an account before it may call.
type Need string

// The needs; the zero value asks nothing.
const (
	NeedsVerified Need = "verified"
	NeedsService  Need = "verified_service" // subscription accounts never have it
)

// Met reports whether an account is said to be what is asked.
func (n Need) Met(a Account) bool {
	return n == "" || a.Verified && (n == NeedsVerified || a.Kind == Service)
}

// The capabilities.
var (
	ReadsDrafts    = Capability{Name: "draft", Path: "/cgi-bin/draft/"}
	ReadsHistory   = Capability{Name: "material", Path: "/cgi-bin/material/"}
	ReadsPublished = Capability{Name: "freepublish", Path: "/cgi-bin/freepublish/", Needs: NeedsVerified}
	SendsInMass    = Capability{Name: "mass", Path: "/cgi-bin/message/mass/", Needs: NeedsVerified}
	SendsMessages  = Capability{Name: "custom", Path: "/cgi-bin/message/custom/", Needs: NeedsVerified}
	HasMenu        = Capability{Name: "menu", Path: "/cgi-bin/menu/", Needs: NeedsVerified}
	TagsFollowers  = Capability{Name: "tags", Path: "/cgi-bin/tags/", Needs: NeedsVerified}
	MakesCodes     = Capability{Name: "qrcode", Path: "/cgi-bin/qrcode/", Needs: NeedsService}
)

// Capabilities returns all, in the order in which a diagnosis tells of them.
func Capabilities() []Capability {
	return []Capability{
		ReadsDrafts, ReadsHistory, ReadsPublished, SendsInMass, SendsMessages, HasMenu, TagsFollowers, MakesCodes,
	}
}

// CapabilityOf returns the capability that an interface belongs to, false for
// those that every account has.
func CapabilityOf(path string) (Capability, bool) {
	for _, c := range Capabilities() {
		if strings.HasPrefix(path, c.Path) {
			return c, true
		}
	}
	return Capability{}, false
}
