package wechat

import "context"

// CallbackService tells about WeChat's side of the callback.
type CallbackService service

// IPs returns the addresses from which WeChat pushes; some may be CIDR ranges.
// They change: read them once a day.
//
// https://developers.weixin.qq.com/doc/subscription/api/base/api_getcallbackip.html
//
//wechat:api GET /cgi-bin/getcallbackip
func (s *CallbackService) IPs(ctx context.Context) ([]string, error) {
	var ips []string
	x := call{method: "GET", path: "/cgi-bin/getcallbackip", require: []string{"ip_list"}}
	err := s.client.do(ctx, x, members{"ip_list": each(func(ip string) { ips = append(ips, ip) })})
	return ips, err
}
