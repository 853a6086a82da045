package tuwen_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/tuwen"
)

func TestMaterialTellsWhichUsesDoNotTakeIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		material tuwen.Material
		want     map[tuwen.Use]tuwen.Reason
	}{
		{"a draft", tuwen.Material{Source: tuwen.Draft, ArticleCount: 1}, map[tuwen.Use]tuwen.Reason{
			tuwen.ForJourney: tuwen.ReasonSource, tuwen.ForConversation: tuwen.ReasonSource, tuwen.ForQRCode: tuwen.ReasonSource,
			tuwen.ForMenu: tuwen.ReasonSource,
		}},
		{"history of one article", tuwen.Material{Source: tuwen.History, ArticleCount: 1}, map[tuwen.Use]tuwen.Reason{}},
		{"published, of several", tuwen.Material{Source: tuwen.Published, ArticleCount: 3}, map[tuwen.Use]tuwen.Reason{
			tuwen.ForMassSend: tuwen.ReasonSource, tuwen.ForJourney: tuwen.ReasonSeveral, tuwen.ForConversation: tuwen.ReasonSeveral,
			tuwen.ForQRCode: tuwen.ReasonSeveral,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if d := cmp.Diff(c.want, tuwen.RefusedFor(&c.material)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}
