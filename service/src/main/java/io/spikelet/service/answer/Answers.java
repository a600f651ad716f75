package io.spikelet.service.answer;

import io.spikelet.runtime.energy.EnergyProfile;
import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.generator.StageTimes;
import io.spikelet.service.observability.StageSpans;
import io.spikelet.service.observability.WorkMetrics;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Turns work into an answer: body, headers, metrics. For several results the headers are sums. */
@Component
public final class Answers {
  static final String REPR_DIGEST = "Repr-Digest";

  private final EnergyProfile profile;
  private final WorkMetrics metrics;
  private final StageSpans spans;

  Answers(EnergyProfile profile, WorkMetrics metrics, StageSpans spans) {
    this.profile = profile;
    this.metrics = metrics;
    this.spans = spans;
  }

  /** The profile of all estimates in headers and JSON. */
  public EnergyProfile profile() {
    return profile;
  }

  /** The cost of one result. */
  public Energy energy(NetworkActivity activity) {
    return Energy.of(activity, profile);
  }

  /**
   * Encodes the body and tells in the headers what it cost.
   *
   * @param encoder makes the body; timed
   */
  public ResponseEntity<byte[]> answer(Work work, MediaType type, Supplier<byte[]> encoder) {
    Instant begin = Instant.now();
    long start = System.nanoTime();
    byte[] body = encoder.get();
    Duration encoding = Duration.ofNanos(System.nanoTime() - start);
    spans.encoded(begin);
    Energy energy = count(work);
    HttpHeaders headers = cost(work, energy);
    headers.setContentType(type);
    headers.set("Server-Timing", timing(work, encoding));
    headers.set(REPR_DIGEST, digest(body));
    headers.set(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    return ResponseEntity.ok().headers(headers).body(body);
  }

  /** Counts work in the metrics. */
  public Energy count(Work work) {
    Energy energy = energy(work.total());
    metrics.worked(
        work.operation(), work.model().ref(), work.activities(), energy.joules(), profile);
    return energy;
  }

  private HttpHeaders cost(Work work, Energy energy) {
    HttpHeaders headers = new HttpHeaders();
    headers.set("Snn-Model", work.modelName());
    if (work.seed() != null) {
      headers.set("Snn-Seed", work.seed().toString());
    }
    headers.set(
        "Snn-Energy-Estimate",
        "%s;profile=%s;scope=compute;grade=%s"
            .formatted(
                energy.joules(),
                energy.profile(),
                profile.grade().name().toLowerCase(Locale.ROOT)));
    headers.set(
        "Snn-Synops",
        "ac=%d;mac=%d;dense=%d"
            .formatted(energy.accumulates(), energy.multiplyAccumulates(), energy.dense()));
    headers.set("Snn-Spikes", Long.toString(energy.spikes()));
    headers.set("Snn-Firing-Rate", Double.toString(energy.firingRate()));
    headers.set("Snn-Energy-Ann-Equivalent", Double.toString(energy.annEquivalentJoules()));
    return headers;
  }

  private static String timing(Work work, Duration encoding) {
    return String.format(
        Locale.ROOT,
        "queue;dur=%.3f, latent;dur=%.3f, decode;dur=%.3f, encode;dur=%.3f",
        work.queued().toNanos() / 1e6,
        work.milliseconds(StageTimes::latentNanos),
        work.milliseconds(StageTimes::decodeNanos),
        encoding.toNanos() / 1e6);
  }

  /** The value of {@code Repr-Digest} (RFC 9530) for these bytes. */
  static String digest(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      return "sha-256=:%s:".formatted(Base64.getEncoder().encodeToString(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
