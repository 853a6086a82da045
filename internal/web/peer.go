package web

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// peer tells where a request came from, behind the proxies that are trusted.
type peer struct {
	proxies []netip.Prefix
	https   bool // the public address is https
}

// address returns the caller's address: the last one in X-Forwarded-For that
// no trusted proxy stands for, and the connection's own where it is not one
// of them. What a stranger writes into the header is never believed.
func (p peer) address(r *http.Request) string {
	own := hostOf(r.RemoteAddr)
	if !p.trusts(own) {
		return own
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop := strings.TrimSpace(hops[i])
		if _, err := netip.ParseAddr(hop); err != nil {
			break
		}
		own = hop
		if !p.trusts(hop) {
			break
		}
	}
	return own
}

// secure reports whether the caller speaks https, to us or to a trusted
// proxy.
func (p peer) secure(r *http.Request) bool {
	if p.https || r.TLS != nil {
		return true
	}
	return strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https") && p.trusts(hostOf(r.RemoteAddr))
}

func (p peer) trusts(host string) bool {
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	for _, n := range p.proxies {
		if n.Contains(addr.Unmap()) {
			return true
		}
	}
	return false
}

func hostOf(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		return remote
	}
	return host
}
