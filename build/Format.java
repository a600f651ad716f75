import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Formats every Java file of the modules, or fails with the names of those that are not formatted.
 *
 * <p>Arguments: {@code check} or {@code write}, then the project's root. A program of its own
 * because the formatter has to run on the JDK whose syntax it reads, not on Maven's.
 */
class Format {
  public static void main(String[] args) throws Exception {
    boolean write = args[0].equals("write");
    List<Path> unformatted = new ArrayList<>();
    for (Path file : sources(Path.of(args[1]))) {
      String text = Files.readString(file);
      String formatted = new Formatter().formatSource(RemoveUnusedImports.removeUnusedImports(text));
      if (!formatted.equals(text)) {
        unformatted.add(file);
        if (write) {
          Files.writeString(file, formatted);
        }
      }
    }
    if (!write && !unformatted.isEmpty()) {
      unformatted.forEach(file -> System.err.println("not formatted: " + file));
      System.err.println("Run ./mvnw -N process-sources -Dformat=write");
      System.exit(1);
    }
  }

  private static List<Path> sources(Path root) throws Exception {
    List<Path> files = new ArrayList<>();
    for (String module : List.of("model-runtime", "service", "training-jobs", "deployment", "benchmarks")) {
      Path source = root.resolve(module).resolve("src");
      if (Files.isDirectory(source)) {
        try (var walk = Files.walk(source)) {
          walk.filter(path -> path.toString().endsWith(".java")).forEach(files::add);
        }
      }
    }
    return files;
  }
}
