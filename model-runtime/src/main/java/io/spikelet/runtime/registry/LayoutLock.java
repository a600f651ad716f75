package io.spikelet.runtime.registry;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One writer at a time in a layout, among the threads of this JVM and among processes. Two locks,
 * because a file lock belongs to the whole JVM. The file is {@code oci-layout} itself, which every
 * layout has: nothing is added to the directory.
 */
final class LayoutLock implements AutoCloseable {

  private static final ConcurrentHashMap<Path, ReentrantLock> IN_THIS_JVM =
      new ConcurrentHashMap<>();

  private final ReentrantLock lock;
  private final FileChannel channel;

  private LayoutLock(ReentrantLock lock, FileChannel channel) {
    this.lock = lock;
    this.channel = channel;
  }

  /** Waits for the lock. The file is created empty if it is not there. */
  static LayoutLock acquire(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    ReentrantLock lock =
        IN_THIS_JVM.computeIfAbsent(
            Files.createDirectories(directory).toRealPath(), path -> new ReentrantLock());
    lock.lock();
    try {
      FileChannel channel = lockedChannel(file);
      return new LayoutLock(lock, channel);
    } catch (IOException | RuntimeException e) {
      lock.unlock();
      throw e;
    }
  }

  private static FileChannel lockedChannel(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock held = channel.lock();
      if (!held.isValid()) {
        throw new IOException("the lock was lost");
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The locked file. */
  FileChannel channel() {
    return channel;
  }

  /** Closing the channel releases the file lock. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      lock.unlock();
    }
  }
}
