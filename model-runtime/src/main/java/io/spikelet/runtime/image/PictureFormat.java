package io.spikelet.runtime.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The formats of pictures that are read: by what a file begins with, never by its name or type. */
enum PictureFormat {
  PNG("PNG"),
  JPEG("JPEG"),
  GIF("GIF"),
  BMP("BMP"),
  TIFF("TIFF"),
  WEBP("WebP");

  /** Pictures, and what is taken for one, that are refused by name. */
  private static final List<Foreign> FOREIGN =
      List.of(
          new Foreign("an AVIF picture", at(4, "ftypavif"), at(4, "ftypavis")),
          new Foreign(
              "a HEIC picture",
              Stream.of("heic", "heix", "heim", "heis", "hevc", "mif1", "msf1")
                  .map(brand -> at(4, "ftyp" + brand))
                  .toArray(Beginning[]::new)),
          new Foreign("a film", at(4, "ftyp"), at(8, "AVI "), at(0, "\u001aE")),
          new Foreign(
              "a JPEG XL picture", at(0, (byte) 0xFF, (byte) 0x0A), at(0, "\0\0\0\u000cJXL ")),
          new Foreign("a JPEG 2000 picture", at(0, "\0\0\0\u000cjP  "), at(0, "ÿO")),
          new Foreign("a PDF document", at(0, "%PDF")),
          new Foreign("an icon", at(0, "\0\0\1\0"), at(0, "\0\0\2\0")),
          new Foreign("a Photoshop picture", at(0, "8BPS")),
          new Foreign("a BigTIFF picture", at(0, "II+\0"), at(0, "MM\0+")),
          new Foreign("an OpenEXR picture", at(0, "v/1\1")),
          new Foreign("a Radiance picture", at(0, "#?RADIANCE")),
          new Foreign("a QOI picture", at(0, "qoif")),
          new Foreign(
              "a PNM picture",
              Stream.of("P1", "P2", "P3", "P4", "P5", "P6", "P7")
                  .flatMap(kind -> Stream.of(at(0, kind + "\n"), at(0, kind + " ")))
                  .toArray(Beginning[]::new)),
          new Foreign("a sound", at(8, "WAVE"), at(0, "NIST_1A"), at(0, "OggS"), at(0, "fLaC")),
          new Foreign("a zip archive", at(0, "PK\3\4")),
          new Foreign("a gzip archive", at(0, (byte) 0x1F, (byte) 0x8B)),
          new Foreign("a NumPy array", at(0, "\u0093NUMPY")));

  /** How far into a text its first element may stand. */
  private static final int PROLOGUE = 1024;

  private final String named;

  PictureFormat(String named) {
    this.named = named;
  }

  private List<Beginning> beginnings() {
    return switch (this) {
      case PNG -> List.of(at(0, PngCodec.SIGNATURE));
      case JPEG -> List.of(at(0, (byte) 0xFF, (byte) 0xD8, (byte) 0xFF));
      case GIF -> List.of(at(0, "GIF87a"), at(0, "GIF89a"));
      case BMP -> List.of(at(0, "BM"));
      case TIFF -> List.of(at(0, "II*\0"), at(0, "MM\0*"));
      case WEBP -> List.of(at(8, "WEBP"));
    };
  }

  private record Beginning(int at, byte[] bytes) {
    boolean of(byte[] file) {
      return file.length >= at + bytes.length
          && Arrays.equals(file, at, at + bytes.length, bytes, 0, bytes.length);
    }
  }

  private record Foreign(String name, List<Beginning> beginnings) {
    Foreign(String name, Beginning... beginnings) {
      this(name, List.of(beginnings));
    }
  }

  /** The format that the first bytes tell. */
  static Optional<PictureFormat> of(byte[] file) {
    return Stream.of(values()).filter(format -> begins(file, format.beginnings())).findFirst();
  }

  /** Refuses what is of none of the formats; names what it is instead, if that is known. */
  static ImageFormatException refusal(byte[] file) {
    String read =
        Stream.of(values()).map(PictureFormat::toString).collect(Collectors.joining(", "));
    return new ImageFormatException(
        foreign(file)
            .map(name -> "This is %s; pictures are read as %s.".formatted(name, read))
            .orElse(
                "This is not a picture that can be read: it begins like none of %s."
                    .formatted(read)));
  }

  private static Optional<String> foreign(byte[] file) {
    return FOREIGN.stream()
        .filter(other -> begins(file, other.beginnings()))
        .map(Foreign::name)
        .findFirst()
        .or(() -> text(file));
  }

  private static Optional<String> text(byte[] file) {
    String start =
        new String(file, 0, Math.min(file.length, PROLOGUE), StandardCharsets.ISO_8859_1)
            .stripLeading();
    // A byte order mark may stand in front.
    if (!start.startsWith("<") && !start.startsWith("ï»¿<")) {
      return Optional.empty();
    }
    return Optional.of(start.contains("<svg") ? "an SVG drawing" : "a text in HTML or XML");
  }

  private static boolean begins(byte[] file, List<Beginning> beginnings) {
    return beginnings.stream().anyMatch(beginning -> beginning.of(file));
  }

  private static Beginning at(int at, String text) {
    return at(at, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Beginning at(int at, byte... bytes) {
    return new Beginning(at, bytes);
  }

  /** Its usual name. */
  @Override
  public String toString() {
    return named;
  }
}
