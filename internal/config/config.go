// Package config holds the settings of a tuwen process: what each is called
// on the command line and in the environment, its default, and the key that
// seals secrets.
//
// Settings are read once, by cmd/tuwen, which hands each package only the
// values it needs. Nothing here is global.
package config

import (
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
)

// Settings are shared by every command that opens the console's data. Each
// field has a flag and an environment name; the flag wins.
type Settings struct {
	DataDir     string `name:"data-dir" env:"TUWEN_DATA_DIR" default:"./data" type:"path" help:"Folder for the database, the key file and cached pictures."`
	DatabaseURL string `name:"database-url" env:"TUWEN_DATABASE_URL" placeholder:"URL" help:"postgres://… instead of SQLite in the data folder."`
	SecretKey   string `name:"secret-key" env:"TUWEN_SECRET_KEY" placeholder:"KEY" help:"64 hexadecimal digits that seal secrets. Without it a key file is made in the data folder; with PostgreSQL it is required."`
	Log         string `name:"log" env:"TUWEN_LOG" default:"info" enum:"debug,info,warn,error" help:"What is logged: debug, info, warn or error."`
}

// Serving are the settings of a process that answers requests.
type Serving struct {
	Listen         string   `name:"listen" env:"TUWEN_LISTEN" default:"127.0.0.1:8080" help:"Address and port of the console."`
	PublicURL      string   `name:"public-url" env:"TUWEN_PUBLIC_URL" placeholder:"URL" help:"Address people and WeChat reach the console at, e.g. https://console.example.com."`
	SetupCode      string   `name:"setup-code" env:"TUWEN_SETUP_CODE" placeholder:"CODE" help:"Code that the first set-up asks for; printed at start where it is not given."`
	TrustedProxies []string `name:"trusted-proxies" env:"TUWEN_TRUSTED_PROXIES" placeholder:"CIDR" help:"Networks of the reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed."`
	KeepEvents     int      `name:"keep-events" env:"TUWEN_KEEP_EVENTS" default:"90" placeholder:"DAYS" help:"Days after which pushes and customer-service messages are forgotten; 0 keeps them."`
	WebhookPrivate bool     `name:"webhook-private" env:"TUWEN_WEBHOOK_PRIVATE" help:"Let the webhooks of journeys call addresses inside this network."`
	MetricsListen  string   `name:"metrics-listen" env:"TUWEN_METRICS_LISTEN" placeholder:"ADDR" help:"Address for /metrics, apart from the console. Without it there are no metrics."`
}

// Database returns the address of the database: the one that was set, else
// SQLite in the data folder.
func (s Settings) Database() string {
	if s.DatabaseURL != "" {
		return s.DatabaseURL
	}
	return "sqlite:" + filepath.Join(s.DataDir, "tuwen.db")
}

// Postgres reports whether the database is PostgreSQL.
func (s Settings) Postgres() bool {
	return strings.HasPrefix(s.DatabaseURL, "postgres://") || strings.HasPrefix(s.DatabaseURL, "postgresql://")
}

// Level returns the least level that is logged.
func (s Settings) Level() slog.Level {
	var l slog.Level
	if err := l.UnmarshalText([]byte(s.Log)); err != nil {
		return slog.LevelInfo
	}
	return l
}

// Check returns what is wrong with the settings, saying what to set.
func (s Serving) Check() error {
	if s.PublicURL != "" {
		u, err := url.Parse(s.PublicURL)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || strings.Trim(u.Path, "/") != "" {
			return fmt.Errorf("TUWEN_PUBLIC_URL is %q: give scheme and host and nothing more, like https://console.example.com", s.PublicURL)
		}
	}
	if s.KeepEvents < 0 {
		return fmt.Errorf("TUWEN_KEEP_EVENTS is %d: give a number of days, or 0 to keep everything", s.KeepEvents)
	}
	_, err := s.Proxies()
	return err
}

// Proxies returns the trusted networks; a single address counts as a network
// of one.
func (s Serving) Proxies() ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, p := range s.TrustedProxies {
		p = strings.TrimSpace(p)
		if addr, err := netip.ParseAddr(p); err == nil {
			out = append(out, netip.PrefixFrom(addr, addr.BitLen()))
			continue
		}
		prefix, err := netip.ParsePrefix(p)
		if err != nil {
			return nil, fmt.Errorf("TUWEN_TRUSTED_PROXIES holds %q: give addresses or networks like 10.0.0.0/8", p)
		}
		out = append(out, prefix.Masked())
	}
	return out, nil
}

// Address returns where the console is reached: the public address, else the
// one it listens at.
func (s Serving) Address(listening net.Addr) string {
	if s.PublicURL != "" {
		return strings.TrimRight(s.PublicURL, "/")
	}
	host, port, err := net.SplitHostPort(listening.String())
	if ip := net.ParseIP(host); err == nil && ip.IsUnspecified() {
		return "http://" + net.JoinHostPort("127.0.0.1", port)
	}
	return "http://" + listening.String()
}
