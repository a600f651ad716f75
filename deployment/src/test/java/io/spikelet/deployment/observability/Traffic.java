package io.spikelet.deployment.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Clients of every kind, round after round, until closed. */
final class Traffic implements AutoCloseable {
  private static final List<String> GENERATORS =
      List.of("esvae:mnist", "fsvae:mnist", "ann-vae:mnist", "spiking-gan:mnist", "ann-gan:mnist");
  private static final int SAMPLE_RATE = 8000;

  private final RunningService service;
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Thread thread;

  private Traffic(RunningService service) {
    this.service = service;
    this.thread = Thread.ofVirtual().unstarted(this::run);
  }

  /** Starts, and returns when each kind of request was made at least once. */
  static Traffic start(RunningService service) {
    Traffic traffic = new Traffic(service);
    traffic.round();
    traffic.thread.start();
    return traffic;
  }

  private void run() {
    try {
      while (!over.get()) {
        round();
      }
    } catch (RuntimeException | AssertionError e) {
      failure.set(e);
    }
  }

  private void round() {
    byte[] digit = answered(service.generate("model=esvae:mnist&n=1"));
    for (String model : GENERATORS) {
      answered(service.generate("model=" + model + "&n=4"));
    }
    for (String model :
        List.of("esvae:mnist", "spiking-autoencoder:mnist", "ann-autoencoder:mnist")) {
      answered(service.post("/reconstruct?model=" + model, digit, "Content-Type", "image/png"));
    }
    for (String model : List.of("audiocoder:digits", "ann-audiocoder:digits")) {
      answered(service.post("/audio-to-image?model=" + model, tone(), "Content-Type", "audio/wav"));
    }
    assertThat(service.generate("model=nobody:knows").statusCode()).isEqualTo(404);
  }

  private static byte[] answered(HttpResponse<byte[]> response) {
    assertThat(response.statusCode())
        .as("%s: %s", response.uri(), new String(response.body(), StandardCharsets.UTF_8))
        .isEqualTo(200);
    return response.body();
  }

  /** Half a second of a rising tone as WAVE. */
  private static byte[] tone() {
    int samples = SAMPLE_RATE / 2;
    ByteBuffer wave = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    wave.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples);
    wave.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wave.putShort((short) 1).putShort((short) 1).putInt(SAMPLE_RATE).putInt(2 * SAMPLE_RATE);
    wave.putShort((short) 2).putShort((short) 16);
    wave.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
    for (int i = 0; i < samples; i++) {
      double frequency = 300.0 + 1000.0 * i / samples;
      wave.putShort((short) (12000 * Math.sin(2 * Math.PI * frequency * i / SAMPLE_RATE)));
    }
    return wave.array();
  }

  @Override
  public void close() {
    over.set(true);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertThat(failure.get()).as("what went wrong for clients").isNull();
  }
}
