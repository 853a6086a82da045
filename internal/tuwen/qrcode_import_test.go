package tuwen

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadCodesTakesWhatSpreadsheetsWrite(t *testing.T) {
	t.Parallel()
	want := []CodeRow{
		{Row: 2, Code: QRCode{
			Name: "南门店", Scene: "s-1", Source: "门店", Campaign: "双十一", Kind: Permanent,
			Replies: []Reply{{Kind: ReplyText, Text: "你好,\n欢迎"}, {Kind: ReplyMaterial, MediaID: "m1"}},
		}, Tags: []string{"会员", "北京"}},
		{Row: 5, Code: QRCode{Name: "展会", Kind: Temporary, Renews: true, Replies: []Reply{}}},
	}
	for name, file := range map[string]string{
		"Chinese, with a mark": "\xEF\xBB\xBF名称,场景值,来源,活动,类型,自动续期,回复,图文,标签\r\n" +
			"南门店,s-1,门店,双十一,永久,否,\"你好,\n欢迎\",m1,会员；北京、会员\r\n,,,,,,,,\r\n展会,,,,临时,是,,,\r\n",
		"English, another order": "Tags, Kind,name,Renews,scene,media_id,REPLY,campaign,source\n" +
			"会员|北京, Permanent , 南门店 ,,s-1,m1,\"你好,\n欢迎\",双十一,门店\n\n,temporary,展会,yes\n",
	} {
		rows, problems, err := ReadCodes([]byte(file))
		if err != nil || len(problems) > 0 {
			t.Fatalf("%s: got %v, %+v", name, err, problems)
		}
		if name == "English, another order" { // it says the text after the material
			r := rows[0].Code.Replies
			r[0], r[1] = r[1], r[0]
		}
		if diff := cmp.Diff(want, rows); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestReadCodesRefusesWhatIsNoFileOfCodes(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"":                                    "qrcode_import.broken",
		"名称,类型\n":                             "qrcode_import.broken",
		"名称,类型\n\"a,永久\n":                     "qrcode_import.broken",
		"\xC3\xFB\xB3\xC6,\xC0\xE0\xD0\xCD\n": "qrcode_import.encoding", // GBK
		"n\x00a\x00m\x00e\x00":                "qrcode_import.encoding", // UTF-16
		"PK\x03\x04\x00":                      "qrcode_import.encoding", // a workbook
		"名称,类型,颜色\na,永久,红\n":                  "qrcode_import.column",
		"名称,类型,name\na,永久,b\n":                "qrcode_import.column_twice",
		"名称,来源\na,b\n":                        "qrcode_import.column_missing",
		"名称,类型\n" + strings.Repeat("a,永久\n", MaxImportedCodes+1): "qrcode_import.too_many",
	} {
		rows, _, err := ReadCodes([]byte(file))
		if KindOf(err) != Invalid || CodeOf(err) != want || rows != nil {
			t.Errorf("%.40q: got %d rows, %v (%q), want %q", file, len(rows), err, CodeOf(err), want)
		}
	}
	rows, problems, err := ReadCodes([]byte("名称,类型\n" + strings.Repeat("a,永久\n", MaxImportedCodes)))
	if len(rows) != MaxImportedCodes || len(problems) > 0 || err != nil {
		t.Errorf("a full file: got %d rows, %+v, %v", len(rows), problems, err)
	}
}

func TestReadCodesNamesWrongRows(t *testing.T) {
	t.Parallel()
	_, problems, err := ReadCodes([]byte("name,kind,scene,renews\na,永久,x,\nb,长久,y,\nc,临时,x,也许\nd,,,,more\n"))
	if err != nil {
		t.Fatal(err)
	}
	type at struct {
		Row         int
		Field, Code string
	}
	got := make([]at, len(problems))
	for i, p := range problems {
		got[i] = at{p.Row, p.Field, p.Code}
	}
	want := []at{
		{3, "kind", "qrcode.kind"}, {4, "renews", "qrcode_import.yes_no"}, {5, "kind", "qrcode.kind"}, {5, "", "qrcode_import.extra"},
		{4, "scene", "qrcode_import.scene_twice"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if other := problems[4].Params["other"]; other != "2" {
		t.Errorf("the scene is that of row %q, want 2", other)
	}
}

func FuzzReadCodes(f *testing.F) {
	f.Add([]byte("名称,类型,标签\n\"a\nb\",永久,x；y\n"))
	f.Add([]byte("\xEF\xBB\xBFname,kind\n,"))
	f.Fuzz(func(t *testing.T, file []byte) {
		rows, problems, err := ReadCodes(file)
		if err != nil && KindOf(err) != Invalid {
			t.Errorf("got %v", err)
		}
		for _, p := range problems {
			if p.Row < 2 || p.Code == "" || p.Detail == "" {
				t.Errorf("an incomplete problem: %+v", p)
			}
		}
		if len(rows) > MaxImportedCodes {
			t.Errorf("got %d rows", len(rows))
		}
	})
}
