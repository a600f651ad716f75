package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import land.oras.ContainerRef;
import land.oras.Layer;
import land.oras.Manifest;
import land.oras.Registry;
import land.oras.Tags;
import land.oras.auth.AuthProvider;
import land.oras.auth.AuthScheme;
import land.oras.auth.HttpClient;
import land.oras.auth.NoAuthProvider;
import land.oras.auth.Scope;
import land.oras.auth.Scopes;
import land.oras.auth.TokenCache;
import land.oras.auth.UsernamePasswordProvider;
import land.oras.exception.OrasException;
import org.jspecify.annotations.Nullable;

/**
 * The distribution API by the ORAS SDK, with what the SDK lacks: limits of time, further attempts,
 * and digests that are verified by us. Bytes go through streams, since the SDK's arrays pass
 * through text.
 */
final class OrasClient {

  // With all attempts shorter than a request may take.
  private static final Duration QUICK = Duration.ofSeconds(5);
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int PAGE = 100;
  private static final int UNAUTHORIZED = 401;

  private final RemoteAddress address;
  private final Attempts attempts;
  private final Registry registry;

  OrasClient(RemoteAddress address, RegistryAccess.Logins logins, Attempts attempts) {
    this.address = address;
    this.attempts = attempts;
    this.registry =
        Registry.Builder.builder()
            .withRegistry(address.qualifiedHost())
            .withInsecure(!address.encrypted())
            .withAuthProvider(new Login(logins, address))
            .withExecutorService(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  /** The digest that a tag means now, without its manifest. */
  Digest digest(String repository, String tag) {
    return attempt(
        QUICK,
        () -> {
          @Nullable String digest =
              registry.probeDescriptor(ref(repository, ":" + tag)).getDigest();
          // Some registries leave the header out: then the manifest itself must tell.
          return digest == null ? Digest.of(fetchManifest(repository, ":" + tag)) : read(digest);
        });
  }

  /** A manifest's bytes, by tag; not verified against anything. */
  byte[] manifest(String repository, String tag) {
    return attempt(QUICK, () -> fetchManifest(repository, ":" + tag));
  }

  /** A manifest's bytes, by digest; not verified. */
  byte[] manifest(String repository, Digest digest) {
    return attempt(QUICK, () -> fetchManifest(repository, "@" + digest));
  }

  /** A content's bytes, not verified; at most one more than the descriptor says. */
  byte[] blob(String repository, Descriptor descriptor) {
    return attempt(
        LONG,
        () -> {
          try (InputStream stream =
              registry.fetchBlob(ref(repository, "@" + descriptor.digest()))) {
            return stream.readNBytes(Math.toIntExact(descriptor.size() + 1));
          } catch (IOException e) {
            throw new RemoteFailure(RemoteFailure.Kind.PASSING, "it broke off while sending", e);
          }
        });
  }

  /** Stores a content unless it is there. */
  void push(String repository, Descriptor descriptor, byte[] content) {
    Layer _ =
        attemptToPush(
            repository,
            LONG,
            () ->
                registry.pushBlob(
                    ref(repository, "@" + descriptor.digest()),
                    content.length,
                    () -> new java.io.ByteArrayInputStream(content),
                    Map.of()));
  }

  /** Stores a manifest under its digest. */
  void pushManifest(String repository, Digest digest, byte[] manifest) {
    pushManifest(repository, "@" + digest, manifest);
  }

  /** Stores a manifest under a tag, which thereby moves. */
  void pushManifest(String repository, String tag, byte[] manifest, Digest expected) {
    Digest found = pushManifest(repository, ":" + tag, manifest);
    if (!found.equals(expected)) {
      throw new RemoteFailure(
          RemoteFailure.Kind.LASTING, "it keeps another manifest than it was given", null);
    }
  }

  /** All repositories, at most as many as the registry gives in one answer. */
  List<String> repositories() {
    return attempt(QUICK, () -> registry.getRepositories().repositories());
  }

  /** All tags of a repository. */
  List<String> tags(String repository) {
    List<String> all = new ArrayList<>();
    @Nullable String last = null;
    do {
      @Nullable String after = last;
      Tags page = attempt(QUICK, () -> registry.getTags(ref(repository, ""), PAGE, after));
      @Nullable List<String> tags = page.tags();
      all.addAll(tags == null ? List.of() : tags);
      last = page.last();
    } while (last != null);
    return all;
  }

  private Digest pushManifest(String repository, String reference, byte[] manifest) {
    String json = new String(manifest, StandardCharsets.UTF_8);
    return attemptToPush(
        repository,
        QUICK,
        () -> {
          Manifest stored =
              registry.pushManifest(ref(repository, reference), Manifest.fromJson(json));
          return Digest.of(bytes(stored));
        });
  }

  private byte[] fetchManifest(String repository, String reference) {
    return bytes(registry.getManifest(ref(repository, reference)));
  }

  private static byte[] bytes(Manifest manifest) {
    return String.valueOf(manifest.getJson()).getBytes(StandardCharsets.UTF_8);
  }

  private static Digest read(String digest) {
    try {
      return new Digest(digest);
    } catch (IllegalArgumentException e) {
      throw new RemoteFailure(RemoteFailure.Kind.LASTING, "it names contents not by SHA-256", e);
    }
  }

  private ContainerRef ref(String repository, String reference) {
    return ContainerRef.parse(address.qualifiedHost() + "/" + repository + reference);
  }

  private <T> T attempt(Duration limit, Callable<T> call) {
    return attempts.call(
        limit,
        () -> {
          try {
            return call.call();
          } catch (RemoteFailure e) {
            throw e;
          } catch (OrasException e) {
            throw failure(e);
          } catch (RuntimeException e) {
            // The SDK trusts answers to have the usual headers.
            throw new RemoteFailure(RemoteFailure.Kind.LASTING, "its answer is not understood", e);
          }
        });
  }

  /**
   * As {@link #attempt}, for what needs the right to push. The SDK keeps the token that it was
   * given under the scopes that the registry named (pull and push), looks for it under push alone,
   * and then shows the token itself where it should log in. Kept under both it is found.
   *
   * @see <a href="https://github.com/oras-project/oras-java/issues/846">the SDK's issue</a>
   */
  private <T> T attemptToPush(String repository, Duration limit, Callable<T> call) {
    return attempt(
        limit,
        () -> {
          try {
            return call.call();
          } catch (OrasException e) {
            if (e.getStatusCode() != UNAUTHORIZED || !keepTokenForPushing(repository)) {
              throw e;
            }
            return call.call();
          }
        });
  }

  private boolean keepTokenForPushing(String repository) {
    Scopes scopes = Scopes.of(ref(repository, ""));
    HttpClient.@Nullable TokenResponse token =
        TokenCache.get(scopes.withRegistryScopes(Scope.PULL, Scope.PUSH));
    if (token != null) {
      TokenCache.put(scopes.withRegistryScopes(Scope.PUSH).withService(token.service()), token);
    }
    return token != null;
  }

  private static RemoteFailure failure(OrasException e) {
    int status = e.getStatusCode();
    return switch (status) {
      // Without a cause it is the SDK itself that is not content with an answer.
      case -1 ->
          e.getCause() == null
              ? new RemoteFailure(RemoteFailure.Kind.LASTING, "it holds no package there", e)
              : new RemoteFailure(RemoteFailure.Kind.PASSING, unreachable(e), e);
      case 404 -> new RemoteFailure(RemoteFailure.Kind.ABSENT, "it has no such content", e);
      case 401, 403 ->
          new RemoteFailure(RemoteFailure.Kind.LASTING, "it refuses our login (" + status + ")", e);
      case 408, 429, 500, 502, 503, 504 ->
          new RemoteFailure(RemoteFailure.Kind.PASSING, "it answers with " + status, e);
      default -> new RemoteFailure(RemoteFailure.Kind.LASTING, "it answers with " + status, e);
    };
  }

  private static String unreachable(OrasException e) {
    for (@Nullable Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      switch (cause) {
        case java.net.ConnectException _, java.nio.channels.UnresolvedAddressException _ -> {
          return "it cannot be reached";
        }
        case javax.net.ssl.SSLException _ -> {
          return "no encrypted connection could be made; oci+http:// is for plain HTTP";
        }
        default -> {}
      }
    }
    return "the exchange with it failed";
  }

  /** Asks for the login at each request. */
  private record Login(RegistryAccess.Logins logins, RemoteAddress address)
      implements AuthProvider {

    @Override
    public @Nullable String getAuthHeader(ContainerRef ref) {
      return provider(ref).getAuthHeader(ref);
    }

    // The SDK leaves the header out where the scheme is none, or the header is null.
    @Override
    public AuthScheme getAuthScheme() {
      return AuthScheme.BASIC;
    }

    /** None for another host, such as a mirror that the machine's configuration names. */
    private AuthProvider provider(ContainerRef ref) {
      Optional<RegistryLogin> login =
          ref.getRegistry().equals(address.qualifiedHost())
              ? logins.find(address.host(), ref.getFullRepository())
              : Optional.empty();
      return login
          .<AuthProvider>map(l -> new UsernamePasswordProvider(l.username(), l.password()))
          .orElseGet(NoAuthProvider::new);
    }
  }
}
