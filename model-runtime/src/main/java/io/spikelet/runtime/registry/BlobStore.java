package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.storage.DurableFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** The layout's files: contents by digest, verified on every read, written aside and moved. */
final class BlobStore implements Contents {

  private static final String TEMPORARY = ".tmp-";

  private final Path directory;
  private final Path blobs;

  BlobStore(Path directory) {
    this.directory = directory;
    this.blobs = directory.resolve("blobs").resolve("sha256");
  }

  @Override
  public byte[] read(ModelRef ref, String what, Descriptor descriptor) {
    try {
      Path file = file(descriptor.digest());
      long size = Files.size(file);
      if (size != descriptor.size()) {
        throw new DamagedPackageException(
            ref, what, descriptor.size() + " bytes long", size + " bytes long");
      }
      byte[] content = Files.readAllBytes(file);
      Digest found = Digest.of(content);
      if (!found.equals(descriptor.digest())) {
        throw new DamagedPackageException(ref, what, descriptor.digest().value(), found.value());
      }
      return content;
    } catch (NoSuchFileException e) {
      throw new DamagedPackageException(ref, what, "present", "missing", e);
    } catch (IOException e) {
      throw new DamagedPackageException(ref, what, "readable", "not readable", e);
    }
  }

  /** By what one sees that a content changed. */
  FileStamp stamp(Digest digest) throws IOException {
    return FileStamp.ofAny(file(digest));
  }

  /** Stores a content unless it is there and whole; one that is damaged is replaced. */
  void write(Digest digest, byte[] content) throws IOException {
    Path file = file(digest);
    if (!Files.isRegularFile(file)
        || Files.size(file) != content.length
        || !Digest.of(Files.readAllBytes(file)).equals(digest)) {
      replace(file, content);
    }
  }

  /** Writes a file so that a reader sees the old or the new content and nothing between. */
  void replace(Path file, byte[] content) throws IOException {
    DurableFile.createDirectories(blobs);
    Path temporary = Files.createTempFile(directory, TEMPORARY, "");
    readableByAll(temporary);
    DurableFile.replace(file, content, temporary);
  }

  /** The digests of all contents. */
  List<Digest> digests() throws IOException {
    List<Digest> digests = new ArrayList<>();
    if (Files.isDirectory(blobs)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(blobs)) {
        for (Path file : files) {
          digests.add(new Digest("sha256:" + file.getFileName()));
        }
      }
    }
    return digests;
  }

  /** Removes a content and gives the bytes freed. */
  long delete(Digest digest) throws IOException {
    Path file = file(digest);
    long size = Files.size(file);
    Files.delete(file);
    return size;
  }

  /** Removes what a writer that was killed left behind; only while holding the lock. */
  void deleteTemporaries() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, TEMPORARY + "*")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  private Path file(Digest digest) {
    return blobs.resolve(digest.hex());
  }

  // Temporary files are made for their owner alone; a registry is read by other users too.
  private static void readableByAll(Path file) throws IOException {
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }
}
