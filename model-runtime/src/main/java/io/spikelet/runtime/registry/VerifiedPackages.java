package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.model.ModelSpec;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What verifying the packages of a layout found, kept as long as none of the files that it read
 * changes: whoever lists a registry must not hash all of it each time. Those who ask for the same
 * package at once wait for one reading.
 */
final class VerifiedPackages {

  /** More than a registry holds; only so that tags that move for years do not fill the memory. */
  private static final int KEPT = 1024;

  /** What is known of a package: what it says of itself, or why it cannot be used. */
  record Finding(@Nullable ModelSpec spec, @Nullable String damage) {}

  private record Kept(Finding finding, Map<Digest, FileStamp> files) {}

  private final BlobStore blobs;
  private final Map<Descriptor, CompletableFuture<Finding>> reading = new ConcurrentHashMap<>();
  private final Map<Descriptor, Kept> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Descriptor, Kept> eldest) {
          return size() > KEPT;
        }
      };

  VerifiedPackages(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** What a package is now. */
  Finding find(ModelRef ref, Descriptor manifest) {
    Kept kept = known(manifest);
    return kept != null && isAsItWas(kept) ? kept.finding() : verifiedOnce(ref, manifest);
  }

  private boolean isAsItWas(Kept kept) {
    try {
      for (Map.Entry<Digest, FileStamp> file : kept.files().entrySet()) {
        if (!blobs.stamp(file.getKey()).equals(file.getValue())) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Finding verifiedOnce(ModelRef ref, Descriptor manifest) {
    CompletableFuture<Finding> own = new CompletableFuture<>();
    CompletableFuture<Finding> first = reading.putIfAbsent(manifest, own);
    if (first != null) {
      return joined(first);
    }
    try {
      Finding finding = verified(ref, manifest);
      own.complete(finding);
      return finding;
    } catch (RuntimeException | Error e) {
      own.completeExceptionally(e);
      throw e;
    } finally {
      reading.remove(manifest);
    }
  }

  private static Finding joined(CompletableFuture<Finding> first) {
    try {
      return first.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : e;
    }
  }

  private Finding verified(ModelRef ref, Descriptor manifest) {
    Instant start = Instant.now();
    Stamped stamped = new Stamped();
    Finding finding = stamped.finding(ref, manifest);
    if (stamped.lasting && stamped.files.values().stream().allMatch(s -> s.settledAt(start))) {
      keep(manifest, new Kept(finding, Map.copyOf(stamped.files)));
    }
    return finding;
  }

  private synchronized @Nullable Kept known(Descriptor manifest) {
    return known.get(manifest);
  }

  private synchronized void keep(Descriptor manifest, Kept kept) {
    known.put(manifest, kept);
  }

  /** One reading of a package; stamps every file before it is read. */
  private final class Stamped implements Contents {

    private final Map<Digest, FileStamp> files = new HashMap<>();
    private boolean lasting = true;

    Finding finding(ModelRef ref, Descriptor manifest) {
      try {
        return new Finding(new PackageReader(this).read(ref, manifest).spec(), null);
      } catch (DamagedPackageException e) {
        lasting &= !mayEndUnseen(e);
        return new Finding(null, e.reason());
      }
    }

    @Override
    public byte[] read(ModelRef ref, String what, Descriptor descriptor) {
      try {
        files.putIfAbsent(descriptor.digest(), blobs.stamp(descriptor.digest()));
      } catch (IOException e) {
        lasting = false;
      }
      return blobs.read(ref, what, descriptor);
    }

    /** A file that could not be read: once it can, neither its time nor its size need differ. */
    private static boolean mayEndUnseen(DamagedPackageException e) {
      return e.getCause() instanceof IOException && !(e.getCause() instanceof NoSuchFileException);
    }
  }
}
