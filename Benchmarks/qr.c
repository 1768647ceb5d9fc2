/* QR images as a plain C program makes them: libqrencode and libpng, compression level 1, the same modules, scale
   and pixels as usher's. Reads a text and the name of a file per line, TAB between; without a name the image is
   made and thrown away. usage: qr <LIST [WIDTH] */
#include <png.h>
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { QUIET = 4 };

static void discard(png_structp png, png_bytep bytes, size_t count) {
  (void)png, (void)bytes, (void)count;
}

static void flush(png_structp png) { (void)png; }

/* Pixels from one to another, without the last: whole bytes where they are covered. */
static void darken(unsigned char *line, int from, int to) {
  int first = from / 8, last = to / 8;
  unsigned char before = ~(0xFF >> from % 8), after = 0xFF >> to % 8;
  if (first == last) {
    line[first] &= before | after;
    return;
  }
  line[first] &= before;
  memset(line + first + 1, 0, last - first - 1);
  if (to % 8) line[last] &= after;
}

static int image(const char *text, const char *name, int width) {
  QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  if (!code) return -1;
  int full = code->width + 2 * QUIET, scale = (width + full - 1) / full, pixels = full * scale;
  FILE *file = name ? fopen(name, "wb") : 0;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, 0, 0, 0);
  png_infop info = png_create_info_struct(png);
  if ((name && !file) || !png || !info || setjmp(png_jmpbuf(png))) return -1;
  if (file) png_init_io(png, file);
  else png_set_write_fn(png, 0, discard, flush);
  png_set_IHDR(png, info, pixels, pixels, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  png_set_compression_level(png, 1);
  png_set_filter(png, 0, PNG_FILTER_NONE);
  png_write_info(png, info);
  size_t length = (pixels + 7) / 8;
  unsigned char *line = malloc(length);
  for (int row = 0; row < full; row++) {
    memset(line, 0xFF, length);
    int y = row - QUIET;
    if (y >= 0 && y < code->width) {
      const unsigned char *modules = code->data + y * code->width;
      for (int x = 0; x < code->width; x++) {
        int start = x;
        while (x < code->width && modules[x] & 1) x++;
        if (x > start) darken(line, (start + QUIET) * scale, (x + QUIET) * scale);
      }
    }
    for (int times = 0; times < scale; times++) png_write_row(png, line);
  }
  png_write_end(png, info);
  free(line);
  png_destroy_write_struct(&png, &info);
  if (file && fclose(file)) return -1;
  QRcode_free(code);
  return 0;
}

int main(int count, char **arguments) {
  int width = count > 1 ? atoi(arguments[1]) : 1000;
  char line[4096];
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    char *name = strchr(line, '\t');
    if (name) *name++ = 0;
    if (image(line, name, width)) {
      perror(name ? name : "qr");
      return 1;
    }
  }
  return 0;
}
