package io.spikelet.deployment.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Finds native libraries inside of jars. */
final class NativeNames {

  private static final Pattern NATIVE = Pattern.compile(".*\\.(so(\\.\\d+)*|dll|dylib|jnilib)");

  private NativeNames() {}

  /** Native libraries in the jars of a tar archive, as {@code jar!entry}. */
  static List<String> inJarsOf(InputStream archive) throws IOException {
    List<String> names = new ArrayList<>();
    TarArchiveInputStream tar = new TarArchiveInputStream(archive);
    for (TarArchiveEntry file = tar.getNextEntry(); file != null; file = tar.getNextEntry()) {
      if (file.getName().endsWith(".jar")) {
        collect(file.getName(), new ZipInputStream(tar), names);
      }
    }
    return names;
  }

  private static void collect(String jar, ZipInputStream zip, List<String> names)
      throws IOException {
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (NATIVE.matcher(entry.getName()).matches()) {
        names.add(jar + "!" + entry.getName());
      }
    }
  }
}
