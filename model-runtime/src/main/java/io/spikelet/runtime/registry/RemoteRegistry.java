package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.InvalidModelRefException;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.model.ModelSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packages in an OCI registry, such as Harbor, Zot or a cloud's; a model is a repository, its tags
 * are the model's tags.
 *
 * <p><b>Tags</b> are asked for once and then known: {@link #resolve} costs no request until {@link
 * #refresh} or {@link #list} finds that one was moved. What is absent, and a registry that does not
 * answer, is asked for again after five seconds at the earliest.
 *
 * <p><b>Contents</b> go through a cache, an image layout in a directory of its own, which several
 * processes may share; every one is verified by us on the way in and on every reading. Where it
 * cannot be written, what was fetched and verified is used without being kept. Tags whose package
 * was pulled whole are kept there too: a process that starts while the registry is down serves what
 * it, or another with the same cache, had pulled before.
 *
 * <p><b>Publishing</b> sends contents first, then the manifest, then the tags: readers see a
 * package whole or not at all.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md">OCI
 *     distribution</a>
 */
final class RemoteRegistry implements ModelRegistry {

  private static final Logger log = LoggerFactory.getLogger(RemoteRegistry.class);
  private static final Duration LISTED_FOR = Duration.ofSeconds(10);
  private static final Duration REFUSED_FOR = Duration.ofSeconds(5);
  private static final int REFUSALS = 256;
  private static final int SPECS = 256;

  private record Refusal(RuntimeException reason, long atNanos) {

    boolean fresh() {
      return System.nanoTime() - atNanos < REFUSED_FOR.toNanos();
    }
  }

  private record Listing(List<RegistryEntry> entries, long atNanos) {

    boolean fresh() {
      return System.nanoTime() - atNanos < LISTED_FOR.toNanos();
    }
  }

  private final RemoteAddress address;
  private final List<String> names;
  private final OrasClient client;
  private final RegistryCache cache;
  private final PackageReader packages;
  private final Map<String, Descriptor> known = new ConcurrentHashMap<>();
  private final Map<ModelRef, Refusal> refusals = new ConcurrentHashMap<>();
  private final Map<ModelRef, Descriptor> manifests = new ConcurrentHashMap<>();
  private final Map<Descriptor, ModelSpec> specs = new ConcurrentHashMap<>();
  private volatile @Nullable Listing listing;
  private volatile @Nullable Refusal refusedListing;

  RemoteRegistry(RemoteAddress address, RegistryAccess access) {
    this(address, access, Attempts.USUAL);
  }

  RemoteRegistry(RemoteAddress address, RegistryAccess access, Attempts attempts) {
    this.address = address;
    this.names = access.names();
    this.client = new OrasClient(address, access.logins(), attempts);
    this.cache = new RegistryCache(access.cache().resolve(address.directoryName()));
    this.packages = new PackageReader(new CachedContents(address, client, cache));
  }

  @Override
  public List<RegistryEntry> list() {
    @Nullable Listing last = listing;
    if (last != null && last.fresh()) {
      return last.entries();
    }
    return listAnew();
  }

  @Override
  public Digest resolve(ModelRef ref) {
    return ref.digest() == null ? tagged(ref).digest() : byDigest(ref, ref.digest()).digest();
  }

  @Override
  public void refresh(ModelRef ref) {
    refusals.remove(ref);
    if (ref.digest() == null) {
      var _ = learn(ref);
    }
  }

  @Override
  public ModelPackage pull(ModelRef ref) {
    Descriptor manifest = manifest(ref);
    ModelPackage pulled = packages.read(ref, manifest);
    remember(ref, manifest);
    return pulled;
  }

  @Override
  public PackageContents contents(ModelRef ref) {
    return packages.contents(ref, manifest(ref));
  }

  @Override
  public void store(PackageContents contents, List<ModelRef> refs) {
    RegistryTags.require(refs);
    try {
      for (String name : new TreeSet<>(refs.stream().map(ModelRef::name).toList())) {
        push(contents, address.repository(name));
      }
      for (ModelRef ref : refs) {
        client.pushManifest(
            address.repository(ref.name()),
            ref.tag(),
            contents.manifest().bytes(),
            contents.digest());
        known.put(ref.tagged(), contents.manifest().descriptor());
      }
      listing = null;
      refusals.clear();
    } catch (RemoteFailure e) {
      throw e.unavailable(address);
    }
  }

  @Override
  public String toString() {
    return address.toString();
  }

  private void push(PackageContents contents, String repository) {
    for (PackageContents.Content content : contents.named()) {
      client.push(repository, content.descriptor(), content.bytes());
    }
    client.pushManifest(repository, contents.digest(), contents.manifest().bytes());
  }

  private Descriptor manifest(ModelRef ref) {
    return ref.digest() == null ? tagged(ref) : byDigest(ref, ref.digest());
  }

  private Descriptor tagged(ModelRef ref) {
    @Nullable Descriptor manifest = known.get(ref.tagged());
    return manifest == null ? unlessRefused(ref, () -> learnOrRemember(ref)) : manifest;
  }

  /** What a digest names need not be asked for twice: it never changes. */
  private Descriptor byDigest(ModelRef ref, Digest digest) {
    @Nullable Descriptor manifest = manifests.get(pinned(ref.name(), digest));
    return manifest == null ? unlessRefused(ref, () -> fetched(ref, digest)) : manifest;
  }

  private Descriptor fetched(ModelRef ref, Digest digest) {
    try {
      byte[] bytes = client.manifest(address.repository(ref.name()), digest);
      Descriptor manifest = Descriptor.of(OciManifest.MEDIA_TYPE, bytes);
      if (!manifest.digest().equals(digest)) {
        throw new DamagedPackageException(
            ref, "the manifest", digest.value(), manifest.digest().value());
      }
      manifests.put(pinned(ref.name(), digest), manifest);
      return manifest;
    } catch (RemoteFailure e) {
      throw failure(ref, e);
    }
  }

  // A digest counts only under the name that it was found under.
  private static ModelRef pinned(String name, Digest digest) {
    return new ModelRef(name, ModelRef.DEFAULT_TAG, digest);
  }

  private interface Question {
    Descriptor ask();
  }

  /** Requests must not make a registry that refuses, or is down, work for each of them. */
  private Descriptor unlessRefused(ModelRef ref, Question question) {
    @Nullable Refusal refusal = refusals.get(ref);
    if (refusal != null && refusal.fresh()) {
      throw refusal.reason();
    }
    try {
      return question.ask();
    } catch (ModelNotFoundException | RegistryUnavailableException e) {
      if (refusals.size() >= REFUSALS) {
        refusals.clear();
      }
      refusals.put(ref, new Refusal(e, System.nanoTime()));
      throw e;
    }
  }

  /** Asks what a tag means now. */
  private Descriptor learn(ModelRef ref) {
    String repository = address.repository(ref.name());
    @Nullable Descriptor before = known.get(ref.tagged());
    try {
      if (before != null && client.digest(repository, ref.tag()).equals(before.digest())) {
        return before;
      }
      return know(
          ref, Descriptor.of(OciManifest.MEDIA_TYPE, client.manifest(repository, ref.tag())));
    } catch (RemoteFailure e) {
      if (e.kind() == RemoteFailure.Kind.ABSENT) {
        known.remove(ref.tagged());
        forget(ref);
      }
      throw failure(ref, e);
    }
  }

  /** What was pulled before is served while the registry is away; refreshing asks it again. */
  private Descriptor learnOrRemember(ModelRef ref) {
    try {
      return learn(ref);
    } catch (RegistryUnavailableException e) {
      Descriptor manifest = cache.tag(ref).orElseThrow(() -> e);
      log.warn("{} is unavailable: {}; {} is taken from the cache", this, e.reason(), ref);
      return know(ref, manifest);
    }
  }

  private Descriptor know(ModelRef ref, Descriptor manifest) {
    manifests.put(pinned(ref.name(), manifest.digest()), manifest);
    known.put(ref.tagged(), manifest);
    return manifest;
  }

  private void remember(ModelRef ref, Descriptor manifest) {
    if (!manifest.equals(known.get(ref.tagged()))
        || cache.tag(ref).filter(manifest::equals).isPresent()) {
      return;
    }
    try {
      cache.remember(ref, manifest);
    } catch (RegistryUnavailableException e) {
      // The package itself is whole; only a start without the registry would miss it.
      log.warn("The cache of {} does not remember {}: {}", this, ref, e.reason());
    }
  }

  /** A model that was removed must not come back when the registry is away. */
  private void forget(ModelRef ref) {
    try {
      cache.forget(ref);
    } catch (RegistryUnavailableException e) {
      log.warn("The cache of {} still remembers {}: {}", this, ref, e.reason());
    }
  }

  private synchronized List<RegistryEntry> listAnew() {
    @Nullable Listing last = listing;
    if (last != null && last.fresh()) {
      return last.entries();
    }
    // Probes and scrapes ask too: they must not wait for a registry that was away a moment ago.
    @Nullable Refusal refusal = refusedListing;
    if (refusal != null && refusal.fresh()) {
      throw refusal.reason();
    }
    try {
      List<RegistryEntry> entries = entries();
      listing = new Listing(entries, System.nanoTime());
      return entries;
    } catch (RegistryUnavailableException e) {
      refusedListing = new Refusal(e, System.nanoTime());
      throw e;
    }
  }

  private List<RegistryEntry> entries() {
    try {
      List<RegistryEntry> entries = new ArrayList<>();
      for (String name : modelNames()) {
        entries.addAll(entries(name));
      }
      return List.copyOf(entries);
    } catch (RemoteFailure e) {
      return cachedEntries(e.unavailable(address));
    } catch (RegistryUnavailableException e) {
      return cachedEntries(e);
    }
  }

  private List<RegistryEntry> cachedEntries(RegistryUnavailableException reason) {
    try {
      List<RegistryEntry> cached = cache.list();
      if (!cached.isEmpty()) {
        log.warn("{} is unavailable: {}; the cache is listed", this, reason.reason());
        return cached;
      }
    } catch (RegistryUnavailableException noCache) {
      log.debug("there is no cache yet", noCache);
    }
    throw reason;
  }

  private Collection<String> modelNames() {
    if (!names.isEmpty()) {
      return new TreeSet<>(names);
    }
    TreeSet<String> found = new TreeSet<>();
    for (String repository : catalogue()) {
      address.name(repository).filter(RemoteRegistry::isName).ifPresent(found::add);
    }
    return found;
  }

  private List<String> catalogue() {
    try {
      return client.repositories();
    } catch (RemoteFailure e) {
      if (e.kind() == RemoteFailure.Kind.PASSING) {
        throw e;
      }
      throw new RemoteFailure(
          e.kind(), "it shows no catalogue, and SPIKELET_MODELS does not name the models", e);
    }
  }

  private List<RegistryEntry> entries(String name) {
    Map<Descriptor, List<String>> tags = new LinkedHashMap<>();
    for (ModelRef ref : refs(name)) {
      try {
        tags.computeIfAbsent(learn(ref), manifest -> new ArrayList<>()).add(ref.tag());
      } catch (ModelNotFoundException removedMeanwhile) {
        log.debug("{} was removed while the registry was listed", ref);
      } catch (RegistryUnavailableException e) {
        if (e.isAway()) {
          throw e;
        }
        // Other things live in registries too: images, signatures.
        log.debug("{} is no package: {}", ref, e.reason());
      }
    }
    List<RegistryEntry> entries = new ArrayList<>();
    tags.forEach((manifest, group) -> entries.add(entry(name, group, manifest)));
    return entries;
  }

  private List<ModelRef> refs(String name) {
    try {
      return client.tags(address.repository(name)).stream()
          .sorted()
          .map(tag -> ModelRef.of(name, tag))
          .toList();
    } catch (RemoteFailure e) {
      if (e.kind() == RemoteFailure.Kind.ABSENT) {
        return List.of();
      }
      throw e;
    }
  }

  private RegistryEntry entry(String name, List<String> tags, Descriptor manifest) {
    ModelRef ref = ModelRef.of(name, tags.getFirst());
    try {
      return new RegistryEntry(name, tags, manifest.digest(), spec(ref, manifest), null);
    } catch (DamagedPackageException e) {
      return new RegistryEntry(name, tags, manifest.digest(), null, e.reason());
    }
  }

  /** Read once: what a digest names never changes. */
  private ModelSpec spec(ModelRef ref, Descriptor manifest) {
    @Nullable ModelSpec read = specs.get(manifest);
    if (read == null) {
      read = packages.spec(ref, manifest);
      if (specs.size() >= SPECS) {
        specs.clear();
      }
      specs.put(manifest, read);
    }
    return read;
  }

  private static boolean isName(String name) {
    try {
      return ModelRef.of(name, ModelRef.DEFAULT_TAG).name().equals(name);
    } catch (InvalidModelRefException e) {
      return false;
    }
  }

  private RuntimeException failure(ModelRef ref, RemoteFailure e) {
    return e.kind() == RemoteFailure.Kind.ABSENT
        ? new ModelNotFoundException(ref, tagsSeen())
        : e.unavailable(address);
  }

  /** Without asking: an unknown name must stay cheap. */
  private List<String> tagsSeen() {
    TreeSet<String> seen = new TreeSet<>(known.keySet());
    @Nullable Listing last = listing;
    if (last != null) {
      for (RegistryEntry entry : last.entries()) {
        entry.tags().forEach(tag -> seen.add(entry.name() + ":" + tag));
      }
    }
    return List.copyOf(seen);
  }
}
