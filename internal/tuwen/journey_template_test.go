package tuwen_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// What is left to do is to choose: articles, tags, a time.
func TestTemplatesLackOnlyWhatIsToBeChosen(t *testing.T) {
	t.Parallel()
	want := map[string][]string{
		"welcome": {"article send_empty", "tag tag_none", "silent tag_none"},
		"scan":    {"welcome send_empty", "tag tag_none"},
		"keyword": {"first send_empty", "second send_empty", "done tag_none"},
		"menu":    {"article send_empty", "more send_empty", "more send_doubtful?"},
		"holiday": {"trigger_tag_none", "trigger_time", "greeting send_doubtful?", "article send_empty", "article send_doubtful?"},
	}
	for _, l := range []tuwen.Language{tuwen.Chinese, tuwen.English} {
		got := map[string][]string{}
		for _, x := range tuwen.JourneyTemplates(l) {
			if err := x.Graph.Shape(); err != nil {
				t.Errorf("%s has no shape: %v", x.ID, err)
			}
			got[x.ID] = told(x.Graph.Problems(terms()))
			one, err := tuwen.JourneyTemplateOf(x.ID, l)
			if diff := cmp.Diff(x, one); err != nil || diff != "" {
				t.Errorf("by its id: %v %s", err, diff)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("problems in %s (-want +got):\n%s", l, diff)
		}
	}
	if _, err := tuwen.JourneyTemplateOf("x", tuwen.Chinese); tuwen.KindOf(err) != tuwen.NotFound {
		t.Errorf("unknown: %v", err)
	}
}

// Only what followers read and write stays: words between quotation marks.
func TestTemplatesAreNamedInTheLanguageOfWhoeverChoosesThem(t *testing.T) {
	t.Parallel()
	chinese, english := tuwen.JourneyTemplates(tuwen.Chinese), tuwen.JourneyTemplates(tuwen.English)
	for i, x := range chinese {
		names, translated := namesOf(x), namesOf(english[i])
		if len(names) != len(translated) {
			t.Fatalf("%s: %q in English is %q", x.ID, names, translated)
		}
		for k, name := range names {
			bare := strings.NewReplacer("福利", "", "下一课", "").Replace(translated[k])
			if name == "" || !strings.ContainsFunc(name, isHan) || bare == "" || strings.ContainsFunc(bare, isHan) {
				t.Errorf("%s: %q in English is %q", x.ID, name, translated[k])
			}
		}
	}
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

func namesOf(x tuwen.JourneyTemplate) []string {
	names := []string{x.Name}
	for _, s := range x.Graph.Steps {
		names = append(names, s.Name)
		for _, e := range s.Exits {
			if e.Label != "" {
				names = append(names, e.Label)
			}
		}
	}
	return names
}
