package sandbox

import "encoding/base64"

type gallery struct{}

func newGallery() *gallery { return &gallery{} }

// pictureFor is the id of a picture drawn from a seed.
func pictureFor(seed []byte) string { return base64.RawURLEncoding.EncodeToString(seed) }

func thumbID(picture string) string { return picture }

func thumbURL(base, thumb string) string { return base + "/mmbiz_jpg/" + thumb + "/0?wx_fmt=jpeg" }
