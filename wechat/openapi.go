package wechat

import "context"

// OpenAPIService asks about and resets the account's call quotas.
type OpenAPIService service

// A Quota is what WeChat allows an account on one interface. Days are
// presumably Beijing days; WeChat documents no hour of reset.
type Quota struct {
	DailyLimit         int
	Used               int // counted with an error of about one percent
	Remain             int
	RateLimit          RateLimit // zero where WeChat names none
	ComponentRateLimit RateLimit // of calls through a third-party platform
}

// A RateLimit is CallCount calls in RefreshSecond seconds.
type RateLimit struct {
	CallCount     int
	RefreshSecond int
}

// Quota returns the account's quota of the interface at path, as in
// "/cgi-bin/draft/batchget". An unknown path is an Error with code 76021.
//
// https://developers.weixin.qq.com/doc/subscription/api/apimanage/api_getapiquota.html
//
//wechat:api POST /cgi-bin/openapi/quota/get
func (s *OpenAPIService) Quota(ctx context.Context, path string) (*Quota, error) {
	var daily struct {
		Limit  integer `json:"daily_limit"`
		Used   integer `json:"used"`
		Remain integer `json:"remain"`
	}
	var rate, component wireRate
	x := call{method: "POST", path: "/cgi-bin/openapi/quota/get", require: []string{"quota"}, body: struct {
		CGIPath string `json:"cgi_path"`
	}{path}}
	err := s.client.do(ctx, x, members{"quota": &daily, "rate_limit": &rate, "component_rate_limit": &component})
	if err != nil {
		return nil, err
	}
	return &Quota{
		DailyLimit:         int(daily.Limit),
		Used:               int(daily.Used),
		Remain:             int(daily.Remain),
		RateLimit:          rate.limit(),
		ComponentRateLimit: component.limit(),
	}, nil
}

type wireRate struct {
	CallCount     integer `json:"call_count"`
	RefreshSecond integer `json:"refresh_second"`
}

func (w wireRate) limit() RateLimit {
	return RateLimit{CallCount: int(w.CallCount), RefreshSecond: int(w.RefreshSecond)}
}

// ClearQuota sets all daily counters of the account back to zero. It works ten
// times a calendar month; then it is an Error with code 48006.
//
// https://developers.weixin.qq.com/doc/subscription/api/apimanage/api_clearquota.html
//
//wechat:api POST /cgi-bin/clear_quota
func (s *OpenAPIService) ClearQuota(ctx context.Context, appID string) error {
	x := call{method: "POST", path: "/cgi-bin/clear_quota", require: acknowledged, body: struct {
		AppID string `json:"appid"`
	}{appID}}
	return s.client.do(ctx, x, nil)
}
