/**
 * The picture of a code with a caption below it, as PNG. The browser draws it, with the fonts of its system; the squares
 * of the code stay as the server drew them.
 */
export async function captioned(picture: Blob, caption: string): Promise<Blob> {
  const code = await createImageBitmap(picture);
  const side = code.width;
  const room = Math.round(side * 0.1);
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side + room;
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('this browser draws no pictures');
  const look = getComputedStyle(document.documentElement);
  pen.fillStyle = look.getPropertyValue('--surface');
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(code, 0, 0);
  pen.fillStyle = look.getPropertyValue('--ink');
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.font = `500 ${fitting(pen, caption, side * 0.88, side * 0.055)}px ${look.getPropertyValue('--font')}`;
  // The code has a white border of its own: the caption moves up into it.
  pen.fillText(caption, side / 2, side + room * 0.3);
  return new Promise((done, fail) => {
    canvas.toBlob((drawn) => (drawn ? done(drawn) : fail(new Error('the picture was not drawn'))), 'image/png');
  });
}

/** The size of type, at most `most` pixels, in which the text is no wider than `width`. */
function fitting(pen: CanvasRenderingContext2D, text: string, width: number, most: number): number {
  const family = getComputedStyle(document.documentElement).getPropertyValue('--font');
  pen.font = `500 ${most}px ${family}`;
  return Math.floor(Math.min(most, (most * width) / Math.max(1, pen.measureText(text).width)));
}
