import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Takes the native libraries out of the jars of an image. Those of the platform that this program
 * runs on become files, so that a process neither extracts them nor needs a directory to write to;
 * those of other platforms are dropped.
 *
 * <p>Arguments: the directory of the jars, which are rewritten in place, and the directory for the
 * libraries. A library keeps its path in the jar without the part that names the platform: {@code
 * org/bytedeco/openblas/linux-x86_64/libopenblas.so.0} becomes {@code
 * org/bytedeco/openblas/libopenblas.so.0}. Libraries of one jar thus stay neighbours, as which they
 * find each other.
 */
class Natives {

  /** How ONNX Runtime, JavaCPP, JNA and JLine call the platform in their paths. */
  private static final Map<String, Pattern> PLATFORMS =
      Map.of(
          "amd64", Pattern.compile("/linux[-/](x64|x86[-_]64)/", Pattern.CASE_INSENSITIVE),
          "aarch64", Pattern.compile("/linux[-/](aarch64|arm64)/", Pattern.CASE_INSENSITIVE));

  /** A shared library, or the debug symbols that macOS keeps beside one. */
  private static final Pattern NATIVE =
      Pattern.compile(".*\\.(so(\\.\\d+)*|dll|dylib|jnilib|a)|.*\\.dSYM/.*");

  private final Pattern platform;
  private final Path destination;

  private Natives(Pattern platform, Path destination) {
    this.platform = platform;
    this.destination = destination;
  }

  public static void main(String[] args) throws IOException {
    Pattern platform = PLATFORMS.get(System.getProperty("os.arch"));
    if (platform == null) {
      throw new IllegalStateException("no natives for " + System.getProperty("os.arch"));
    }
    Natives natives = new Natives(platform, Path.of(args[1]));
    for (Path jar : jars(Path.of(args[0]))) {
      natives.takeOut(jar);
    }
    natives.nameBlasTwice();
  }

  /** JavaCPP copies OpenBLAS to this name when it extracts it, and libtorch is linked to the copy. */
  private void nameBlasTwice() throws IOException {
    Path blas = destination.resolve("org/bytedeco/openblas/libopenblas.so.0");
    if (Files.exists(blas)) {
      Files.createSymbolicLink(
          blas.resolveSibling("libopenblas_nolapack.so.0"), blas.getFileName());
    }
  }

  private static List<Path> jars(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private void takeOut(Path jar) throws IOException {
    FileTime time = Files.getLastModifiedTime(jar);
    Path rest = jar.resolveSibling(jar.getFileName() + ".rest");
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<? extends ZipEntry> entries = zip.stream().toList();
      if (entries.stream().noneMatch(Natives::isNative)) {
        return;
      }
      try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(rest))) {
        for (ZipEntry entry : entries) {
          if (!isNative(entry)) {
            copy(zip, entry, out);
          } else if (isOfPlatform(entry)) {
            extract(zip, entry);
          }
        }
      }
    }
    System.out.printf("%s: %d -> %d bytes%n", jar.getFileName(), Files.size(jar), Files.size(rest));
    Files.move(rest, jar, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(jar, time);
  }

  private static boolean isNative(ZipEntry entry) {
    return !entry.isDirectory() && NATIVE.matcher(entry.getName()).matches();
  }

  private boolean isOfPlatform(ZipEntry entry) {
    return platform.matcher(entry.getName()).find();
  }

  private static void copy(ZipFile zip, ZipEntry entry, ZipOutputStream out) throws IOException {
    ZipEntry copy = new ZipEntry(entry.getName());
    copy.setLastModifiedTime(entry.getLastModifiedTime());
    out.putNextEntry(copy);
    try (InputStream in = zip.getInputStream(entry)) {
      in.transferTo(out);
    }
    out.closeEntry();
  }

  private void extract(ZipFile zip, ZipEntry entry) throws IOException {
    String path = platform.matcher(entry.getName()).replaceFirst("/");
    Path file = destination.resolve(path).normalize();
    if (!file.startsWith(destination)) {
      throw new IOException("not inside of the jar: " + entry.getName());
    }
    Files.createDirectories(file.getParent());
    try (InputStream in = zip.getInputStream(entry);
        OutputStream out = Files.newOutputStream(file)) {
      in.transferTo(out);
    }
    Files.setLastModifiedTime(file, entry.getLastModifiedTime());
  }
}
