package sandbox

import "slices"

// clearQuota answers POST /cgi-bin/clear_quota
// (https://developers.weixin.qq.com/doc/subscription/api/apimanage/api_clearquota.html).
func clearQuota(c *call) (any, error) {
	id, err := idOf(c, "appid")
	if err != nil {
		return nil, err
	}
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	if id != c.acct.settings.AppID {
		return nil, refuse(40013)
	}
	if !c.acct.usage.clear(c.now) {
		return nil, refuse(48006)
	}
	return ok(), nil
}

type quota struct {
	DailyLimit int `json:"daily_limit"`
	Used       int `json:"used"`
	Remain     int `json:"remain"`
}

type rateLimit struct {
	CallCount     int `json:"call_count"`
	RefreshSecond int `json:"refresh_second"`
}

// readQuota answers POST /cgi-bin/openapi/quota/get
// (https://developers.weixin.qq.com/doc/subscription/api/apimanage/api_getapiquota.html).
func readQuota(c *call) (any, error) {
	path, err := idOf(c, "cgi_path")
	if err != nil {
		return nil, err
	}
	known := slices.ContainsFunc(endpoints(), func(e endpoint) bool { return e.path == path })
	if !known {
		return nil, refuse(76021)
	}
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	used, limit := c.acct.usage.of(path, c.now)
	return struct {
		done
		Quota              quota     `json:"quota"`
		RateLimit          rateLimit `json:"rate_limit"`
		ComponentRateLimit rateLimit `json:"component_rate_limit"`
	}{done: ok(), Quota: quota{DailyLimit: limit, Used: used, Remain: max(limit-used, 0)}}, nil
}

type addressAnswer struct {
	IPList []string `json:"ip_list"`
}

// listCallbackIPs answers GET /cgi-bin/getcallbackip
// (https://developers.weixin.qq.com/doc/subscription/api/base/api_getcallbackip.html)
// with addresses reserved for documentation, one of them a range.
func listCallbackIPs(*call) (any, error) {
	return addressAnswer{[]string{"192.0.2.11", "192.0.2.12", "198.51.100.0/28", "203.0.113.7"}}, nil
}

// listDomainIPs answers GET /cgi-bin/get_api_domain_ip
// (https://developers.weixin.qq.com/doc/subscription/api/base/api_getapidomainip.html).
func listDomainIPs(*call) (any, error) {
	return addressAnswer{[]string{"192.0.2.101", "198.51.100.101"}}, nil
}
