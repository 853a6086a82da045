package wechat_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/tuwen/tuwen/wechat"
)

func TestClassifyFollowsCodeAndInterface(t *testing.T) {
	t.Parallel()
	const list = "/cgi-bin/draft/batchget"
	for _, tt := range []struct {
		path  string
		codes []int
		want  wechat.Class
	}{
		{list, []int{-1, 20001, 61450, 268487001}, wechat.Retry},
		{list, []int{40001, 40014, 42001}, wechat.Token},
		{"/cgi-bin/stable_token", []int{40001, 40125, 40013, 40164, 40243}, wechat.Operator},
		{"/cgi-bin/token", []int{40001}, wechat.Operator},
		{list, []int{45011, 42010, 53501}, wechat.Minute},
		{list, []int{45009, 48006}, wechat.Day},
		{list, []int{40164, 48004, 50002, 50007, 61004, 48021, 53505}, wechat.Operator},
		{list, []int{48001, 50001, 40200, 88000}, wechat.Perm},
		{list, []int{89503, 89506, 89507, 45066}, wechat.Wait},
		{list, []int{45003, 45166, 47003, 40114, 65310, 76001, 99999, 1}, wechat.Input},
		{list, []int{53600, 46001, 53502}, wechat.Gone},
		{"/cgi-bin/draft/get", []int{40007}, wechat.Gone},
		{"/cgi-bin/material/get_material", []int{40007}, wechat.Gone},
		{"/cgi-bin/draft/delete", []int{40007}, wechat.Gone},
		{"/cgi-bin/material/del_material", []int{40007}, wechat.Gone},
		{"/cgi-bin/draft/add", []int{40007}, wechat.Input},
		{"/cgi-bin/draft/update", []int{40007}, wechat.Input},
		{"/cgi-bin/freepublish/submit", []int{40007}, wechat.Input},
		{"/cgi-bin/message/custom/send", []int{40003, 40007, 45008, 45015, 45047, 48002, 70000}, wechat.Input},
		{"/cgi-bin/message/custom/send", []int{40008, 45162}, wechat.Bug},
		{"/cgi-bin/message/custom/send", []int{53600, 43004, 50005, 46004}, wechat.Gone},
		{"/cgi-bin/message/custom/send", []int{48008}, wechat.Perm},
		{"/cgi-bin/tags/members/batchtagging", []int{45169, 45171}, wechat.Retry},
		{"/cgi-bin/tags/members/batchtagging", []int{40003, 45059, 49003}, wechat.Input},
		{"/cgi-bin/tags/members/batchtagging", []int{40152, 45159}, wechat.Gone},
		{"/cgi-bin/tags/members/batchtagging", []int{40032}, wechat.Bug},
		{"/cgi-bin/tags/create", []int{45056, 45057, 45058, 45157, 45158}, wechat.Input},
		{"/cgi-bin/qrcode/create", []int{40052, 40053}, wechat.Bug},
		{"/cgi-bin/user/get", []int{268487001, 268487002}, wechat.Retry},
		{"/cgi-bin/user/info/updateremark", []int{40092}, wechat.Input},
		{"/cgi-bin/material/add_material", []int{40005, 40009, 40113, 45001}, wechat.Input},
		{"/cgi-bin/material/add_material", []int{40004, 41005}, wechat.Bug},
		{"/cgi-bin/message/mass/sendall", []int{45065}, wechat.Done},
		{"/cgi-bin/message/mass/sendall", []int{45066, 89504, 89505}, wechat.Wait},
		{"/cgi-bin/message/mass/sendall", []int{45028, 45062, 48021}, wechat.Operator},
		{"/cgi-bin/message/mass/sendall", []int{40007, 41040, 45113, 48022}, wechat.Input},
		{"/cgi-bin/message/mass/sendall", []int{40152}, wechat.Gone},
		{"/cgi-bin/message/mass/sendall", []int{42010}, wechat.Minute},
		{"/cgi-bin/message/mass/send", []int{40032, 40130, 45067}, wechat.Bug},
		{"/cgi-bin/message/mass/sendall", []int{268488001, 9500002}, wechat.Retry},
		{"/cgi-bin/message/mass/delete", []int{40059, 40060, 40065, 40204, 9500001}, wechat.Input},
		{"/cgi-bin/message/mass/speed/set", []int{45083, 45084}, wechat.Input},
		{"/cgi-bin/freepublish/submit", []int{53503}, wechat.Input},
		{"/cgi-bin/freepublish/submit", []int{53504, 53505}, wechat.Operator},
		{"/datacube/getarticletotaldetail", []int{61503}, wechat.Wait},
		{list, []int{40097, 40033, 41001, 43002, 44002, 47001, 76021}, wechat.Bug},
	} {
		for _, code := range tt.codes {
			err := fmt.Errorf("sync: %w", &wechat.Error{Path: tt.path, Code: code})
			if got := wechat.Classify(err); got != tt.want {
				t.Errorf("%d at %s: got %s, want %s", code, tt.path, got, tt.want)
			}
		}
	}
}

func TestClassifySaysNothingOfErrorsThatAreNotWeChats(t *testing.T) {
	t.Parallel()
	for _, err := range []error{nil, errors.New("disk full"), context.Canceled, fmt.Errorf("read: %w", context.Canceled)} {
		if got := wechat.Classify(err); got != wechat.None {
			t.Errorf("%v: got %s, want none", err, got)
		}
	}
}

func TestClassesHaveNames(t *testing.T) {
	t.Parallel()
	for class, want := range map[wechat.Class]string{wechat.None: "none", wechat.Retry: "retry", wechat.Bug: "bug", 99: "class 99", -1: "class -1"} {
		if got := class.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
