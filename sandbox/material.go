package sandbox

// countMaterial answers GET /cgi-bin/material/get_materialcount
// (https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_getmaterialcount.html).
// The sandbox keeps no voice and no video.
func countMaterial(c *call) (any, error) {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	return struct {
		VoiceCount int `json:"voice_count"`
		VideoCount int `json:"video_count"`
		ImageCount int `json:"image_count"`
		NewsCount  int `json:"news_count"`
	}{ImageCount: len(c.acct.images), NewsCount: len(c.acct.history.list)}, nil
}

// listMaterial answers POST /cgi-bin/material/batchget_material
// (https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_batchgetmaterial.html):
// news always with their bodies, pictures with their addresses, the other types
// always empty.
func listMaterial(c *call) (any, error) {
	p, err := pageOf(c)
	if err != nil {
		return nil, err
	}
	switch p.Type {
	case "news":
		p.NoContent = false
		return c.newsList(kindHistory, &c.acct.history, p), nil
	case "image":
		return c.imageList(p), nil
	case "video", "voice":
		return list[struct{}]{Item: []struct{}{}}, nil
	}
	return nil, refuse(40004)
}

// readMaterial answers POST /cgi-bin/material/get_material
// (https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_getmaterial.html):
// news as JSON, the media id of a picture or a cover as the picture itself.
func readMaterial(c *call) (any, error) {
	id, err := idOf(c, "media_id")
	if err != nil {
		return nil, err
	}
	if isThumb(id) {
		return file{contentType: "image/jpeg", bytes: c.sandbox.pictures.jpeg(pictureOf(id), 0)}, nil
	}
	if picture, found := c.readImage(id); found {
		return picture, nil
	}
	kept, err := c.findOn(&c.acct.history, id, 40007)
	if err != nil {
		return nil, err
	}
	return c.acct.content(kindHistory, kept, true), nil
}

// deleteMaterial answers POST /cgi-bin/material/del_material
// (https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_delmaterial.html).
func deleteMaterial(c *call) (any, error) {
	id, err := idOf(c, "media_id")
	if err != nil {
		return nil, err
	}
	if c.removeImage(id) {
		return ok(), nil
	}
	return c.removeFrom(&c.acct.history, id)
}
