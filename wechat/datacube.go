package wechat

import "context"

// DataCubeService reads statistics 数据统计, of verified accounts alone.
type DataCubeService service

// An ArticleTotal is what became of one article up to the last of its days.
// Counts are of persons.
type ArticleTotal struct {
	MsgID       string // "{msg_data_id}_{idx}" of the send, idx from 1
	PublishType int    // 0 with notification, a mass send; 1 without
	Title       string
	ContentURL  string // the public address; since 2026-03-03
	Days        []ArticleDay
}

// An ArticleDay is the count up to the end of a day. Up to 30 days after
// publishing are told.
type ArticleDay struct {
	StatDate       string // as in "2026-01-31"
	ReadUser       int
	ShareUser      int
	LikeUser       int
	ZaikanUser     int // 在看
	CommentCount   int
	CollectionUser int
}

// ArticleTotalDetail returns what was published on a Beijing day, written as in
// "2026-01-31", which must be past. It is known from 8 in the morning of the
// next day; delayed tells that WeChat has not all of it yet. 61503 is an Error
// that says the same. Days before 2025-11-01 are empty.
//
// https://developers.weixin.qq.com/doc/subscription/api/wedata/news/api_getarticletotaldetail.html
//
//wechat:api POST /datacube/getarticletotaldetail
func (s *DataCubeService) ArticleTotalDetail(ctx context.Context, day string) (all []ArticleTotal, delayed bool, err error) {
	var late integer
	x := call{method: "POST", path: "/datacube/getarticletotaldetail", require: []string{"list"}, body: struct {
		BeginDate string `json:"begin_date"`
		EndDate   string `json:"end_date"`
	}{day, day}}
	list := each(func(w wireArticleTotal) { all = append(all, w.total()) })
	if err := s.client.do(ctx, x, members{"list": list, "is_delay": &late}); err != nil {
		return nil, false, err
	}
	return all, late != 0, nil
}

type wireArticleTotal struct {
	MsgID       text             `json:"msgid"`
	PublishType integer          `json:"publish_type"`
	Title       string           `json:"title"`
	ContentURL  string           `json:"content_url"`
	DetailList  []wireArticleDay `json:"detail_list"`
}

type wireArticleDay struct {
	StatDate       text    `json:"stat_date"`
	ReadUser       integer `json:"read_user"`
	ShareUser      integer `json:"share_user"`
	LikeUser       integer `json:"like_user"`
	ZaikanUser     integer `json:"zaikan_user"`
	CommentCount   integer `json:"comment_count"`
	CollectionUser integer `json:"collection_user"`
}

func (w wireArticleTotal) total() ArticleTotal {
	t := ArticleTotal{MsgID: string(w.MsgID), PublishType: int(w.PublishType), Title: w.Title, ContentURL: w.ContentURL}
	for _, d := range w.DetailList {
		t.Days = append(t.Days, ArticleDay{
			StatDate: string(d.StatDate), ReadUser: int(d.ReadUser), ShareUser: int(d.ShareUser), LikeUser: int(d.LikeUser),
			ZaikanUser: int(d.ZaikanUser), CommentCount: int(d.CommentCount), CollectionUser: int(d.CollectionUser),
		})
	}
	return t
}
