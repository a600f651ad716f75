package io.spikelet.runtime.model;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A package as pulled: verified bytes in memory. Immutable. The bytes are held on purpose: a
 * package that was pulled stays whole when its files are replaced or pruned meanwhile, and it is a
 * few megabytes.
 */
public final class ModelPackage {

  private final ModelRef ref;
  private final Digest digest;
  private final ModelSpec spec;
  private final Map<String, byte[]> files;

  private ModelPackage(ModelRef ref, Digest digest, ModelSpec spec, Map<String, byte[]> files) {
    this.ref = ref;
    this.digest = digest;
    this.spec = spec;
    this.files = files;
  }

  /**
   * A package from its parts.
   *
   * @param ref as asked for
   * @param digest of the manifest
   * @param files by path; the arrays are not copied, nobody may write to them any more
   */
  public static ModelPackage of(
      ModelRef ref, Digest digest, ModelSpec spec, Map<String, byte[]> files) {
    return new ModelPackage(ref, digest, spec, Collections.unmodifiableMap(new TreeMap<>(files)));
  }

  /** The reference it was asked for with, pinned to the digest: {@code name:tag@sha256:...}. */
  public ModelRef ref() {
    return ref.withDigest(digest);
  }

  /** The digest of the manifest; names the package for ever. */
  public Digest digest() {
    return digest;
  }

  /** What the package says of itself. */
  public ModelSpec spec() {
    return spec;
  }

  /** The same package under another of its references; shares the bytes. */
  public ModelPackage as(ModelRef other) {
    return new ModelPackage(other, digest, spec, files);
  }

  /** The paths of all files, sorted. */
  public Set<String> paths() {
    return files.keySet();
  }

  /** Whether there is such a file. */
  public boolean has(String path) {
    return files.containsKey(path);
  }

  /**
   * A file's content, a copy.
   *
   * @throws IllegalArgumentException if the package has no such file; the message lists those there
   *     are
   */
  public byte[] file(String path) {
    byte[] content = files.get(path);
    if (content == null) {
      throw new IllegalArgumentException(
          "%s has no file %s, only %s".formatted(ref, path, files.keySet()));
    }
    return content.clone();
  }

  /**
   * The ONNX file of a role, a copy.
   *
   * @throws IllegalArgumentException if the package has no such graph
   */
  public byte[] graph(GraphRole role) {
    @Nullable String path = spec.graphs().get(role);
    if (path == null) {
      throw new IllegalArgumentException(
          "%s has no graph of role %s, only %s".formatted(ref, role, spec.graphs().keySet()));
    }
    return file(path);
  }

  /** Bytes of all files: what the package itself occupies. */
  public long bytes() {
    return files.values().stream().mapToLong(content -> content.length).sum();
  }

  @Override
  public String toString() {
    return ref().toString();
  }
}
