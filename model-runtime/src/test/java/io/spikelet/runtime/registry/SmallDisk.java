package io.spikelet.runtime.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A file system of its own that is soon full. Where it may not be mounted the test is skipped. */
public final class SmallDisk implements AutoCloseable {

  private final Path directory;

  private SmallDisk(Path directory) {
    this.directory = directory;
  }

  /** Mounts one on a directory, which is made. */
  public static SmallDisk mount(Path directory, int kilobytes) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", size(kilobytes), "tmpfs", directory.toString()),
        "a file system can be mounted");
    return new SmallDisk(directory);
  }

  /** Makes it larger. */
  public void grow(int kilobytes) {
    if (!run("mount", "-o", "remount," + size(kilobytes), directory.toString())) {
      throw new IllegalStateException("cannot be made larger: " + directory);
    }
  }

  @Override
  public void close() {
    if (!run("umount", directory.toString())) {
      throw new IllegalStateException("cannot be unmounted: " + directory);
    }
  }

  private static String size(int kilobytes) {
    return "size=" + kilobytes + "k";
  }

  private static boolean run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
