package callback

// The two readers of XML.
var (
	ReadUsual = readUsual
	DecodeXML = decodeXML
)
