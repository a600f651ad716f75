package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelRef;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contents of a remote registry: from the cache, or fetched, verified and put there. A fetch that
 * breaks off leaves nothing; the next one goes on with those contents that are whole already.
 */
final class CachedContents implements Contents {

  private static final Logger log = LoggerFactory.getLogger(CachedContents.class);
  private static final int NAMED = 256;

  private final RemoteAddress address;
  private final OrasClient client;
  private final RegistryCache cache;
  private final Set<ModelRef> notKept = new HashSet<>();

  CachedContents(RemoteAddress address, OrasClient client, RegistryCache cache) {
    this.address = address;
    this.client = client;
    this.cache = cache;
  }

  @Override
  public byte[] read(ModelRef ref, String what, Descriptor descriptor) {
    try {
      return cache.contents().read(ref, what, descriptor);
    } catch (DamagedPackageException notCached) {
      byte[] content = verified(ref, what, descriptor, fetch(ref, what, descriptor));
      keep(ref, descriptor, content);
      return content;
    }
  }

  private byte[] fetch(ModelRef ref, String what, Descriptor descriptor) {
    String repository = address.repository(ref.name());
    try {
      return descriptor.mediaType().equals(OciManifest.MEDIA_TYPE)
          ? client.manifest(repository, descriptor.digest())
          : client.blob(repository, descriptor);
    } catch (RemoteFailure e) {
      if (e.kind() == RemoteFailure.Kind.ABSENT) {
        throw new DamagedPackageException(ref, what, "present", "missing", e);
      }
      throw e.unavailable(address);
    }
  }

  private static byte[] verified(ModelRef ref, String what, Descriptor descriptor, byte[] content) {
    Digest found = Digest.of(content);
    if (!found.equals(descriptor.digest())) {
      throw new DamagedPackageException(ref, what, descriptor.digest().value(), found.value());
    }
    return content;
  }

  /**
   * Where there is no room, what no tag leads to makes some. A cache is for speed and for a
   * registry that is away: without one, what came whole is still served.
   */
  private void keep(ModelRef ref, Descriptor descriptor, byte[] content) {
    try {
      cache.write(descriptor, content);
    } catch (RegistryUnavailableException noRoom) {
      keepInPlaceOfOthers(ref, descriptor, content);
    }
  }

  private void keepInPlaceOfOthers(ModelRef ref, Descriptor descriptor, byte[] content) {
    try {
      cache.prune();
      cache.write(descriptor, content);
    } catch (RegistryUnavailableException e) {
      if (isFirst(ref)) {
        log.warn(
            "The cache of {} is full or cannot be written: {} is used without being kept",
            address,
            ref,
            e);
      }
    }
  }

  /** A line for each content, and for each try, would fill the log. */
  private synchronized boolean isFirst(ModelRef ref) {
    if (notKept.size() >= NAMED) {
      notKept.clear();
    }
    return notKept.add(ref);
  }
}
