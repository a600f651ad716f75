package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.PngCodec;
import io.spikelet.runtime.npy.NpyArray;
import io.spikelet.service.ServiceClient.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code POST /generate} against the whole service. */
class GenerationTests extends WholeService {
  private static final int TILE = 32;

  @Test
  void theSameSeedGivesTheSameBytes() {
    Answer first = service.post("/generate?model=esvae&seed=7");
    Answer second = service.post("/generate?model=esvae:tiny&seed=7&index=0&n=1");
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.header("Content-Type")).isEqualTo("image/png");
    assertThat(first.header("Snn-Seed")).isEqualTo("7");
    assertThat(second.body()).isEqualTo(first.body());
    Image image = PngCodec.decode(first.body());
    assertThat(image.width()).isEqualTo(TILE);
    assertThat(image.height()).isEqualTo(TILE);
  }

  @Test
  void anAbsentSeedIsDrawnAndEchoed() {
    Answer drawn = service.post("/generate");
    Answer again = service.post("/generate?seed=" + drawn.header("Snn-Seed"));
    assertThat(again.body()).isEqualTo(drawn.body());
  }

  @Test
  void tileKOfAContactSheetIsTheImageOfIndexK() {
    Image sheet = PngCodec.decode(service.post("/generate?seed=7&n=5&index=2").body());
    assertThat(sheet.width()).isEqualTo(3 * TILE);
    assertThat(sheet.height()).isEqualTo(2 * TILE);
    for (int k = 0; k < 5; k++) {
      Image single = PngCodec.decode(service.post("/generate?seed=7&index=" + (2 + k)).body());
      assertThat(tile(sheet, k % 3, k / 3)).as("tile %d", k).isEqualTo(single.toChwBytes());
    }
    assertThat(tile(sheet, 2, 1)).containsOnly((byte) 0);
  }

  @Test
  void jsonZipAndArrayHoldTheSameImages() throws IOException {
    byte[] second = service.post("/generate?seed=9&index=1").body();
    JsonNode json = service.post("/generate?seed=9&n=2", "Accept", "application/json").json();
    JsonNode item = json.at("/data/1");
    assertThat(item.at("/index").asLong()).isEqualTo(1);
    assertThat(item.at("/seed").asLong()).isEqualTo(9);
    assertThat(Base64.getDecoder().decode(item.at("/b64_json").asString())).isEqualTo(second);
    assertThat(item.has("mse")).isFalse();

    byte[] zip = service.post("/generate?seed=9&n=2", "Accept", "application/zip").body();
    assertThat(entry(zip, "image-1.png")).isEqualTo(second);

    NpyArray array =
        NpyArray.parse(service.post("/generate?seed=9&n=2", "Accept", "application/x-npy").body());
    assertThat(array.shape()).containsExactly(2, TILE, TILE, 1);
    byte[] pixels = PngCodec.decode(second).toHwcBytes();
    assertThat(array.bytes()).endsWith(pixels);
  }

  @Test
  void headersTellTheCostAndJoulesAreTheProfilesArithmetic() throws Exception {
    Answer answer = service.post("/generate?model=esvae:tiny&seed=1&n=3");
    assertThat(answer.header("Snn-Model")).matches("esvae:tiny@sha256:[0-9a-f]{64}");
    Matcher operations =
        Pattern.compile("ac=(\\d+);mac=(\\d+);dense=\\d+").matcher(answer.header("Snn-Synops"));
    assertThat(operations.matches()).isTrue();
    long accumulates = Long.parseLong(operations.group(1));
    long multiplyAccumulates = Long.parseLong(operations.group(2));
    String energy = answer.header("Snn-Energy-Estimate");
    assertThat(Double.parseDouble(energy.substring(0, energy.indexOf(';'))))
        .isEqualTo(accumulates * 0.9e-12 + multiplyAccumulates * 4.6e-12);
    assertThat(energy).endsWith(";profile=cmos45;scope=compute;grade=modelled");
    assertThat(Long.parseLong(answer.header("Snn-Spikes"))).isPositive();
    assertThat(Double.parseDouble(answer.header("Snn-Firing-Rate"))).isBetween(0.0, 1.0);
    assertThat(Double.parseDouble(answer.header("Snn-Energy-Ann-Equivalent"))).isPositive();
    assertThat(answer.header("Server-Timing"))
        .matches("queue;dur=[\\d.]+, latent;dur=[\\d.]+, decode;dur=[\\d.]+, encode;dur=[\\d.]+");
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(answer.body());
    assertThat(answer.header("Repr-Digest"))
        .isEqualTo("sha-256=:%s:".formatted(Base64.getEncoder().encodeToString(digest)));
  }

  @Test
  void theSumsInHeadersAreThoseOfTheImages() {
    Answer answer = service.post("/generate?seed=1&n=3", "Accept", "application/json");
    long spikes = 0;
    for (JsonNode item : answer.json().at("/data")) {
      spikes += item.at("/energy/spikes").asLong();
    }
    assertThat(answer.header("Snn-Spikes")).isEqualTo(Long.toString(spikes));
  }

  /** 200 images, alone and in batches of random sizes from 8 clients at once. */
  @Test
  void anImageHasTheSameBytesWhateverElseIsInItsBatch() throws Exception {
    int requests = 40;
    int images = 5;
    List<Callable<Void>> tasks = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < requests; i++) {
      long seed = random.nextLong(1L << 53);
      List<byte[]> alone = new ArrayList<>();
      for (int k = 0; k < images; k++) {
        alone.add(service.post("/generate?seed=%d&index=%d".formatted(seed, k)).body());
      }
      tasks.add(
          () -> {
            Answer together =
                service.post(
                    "/generate?seed=%d&n=%d".formatted(seed, images), "Accept", "application/zip");
            for (int k = 0; k < images; k++) {
              assertThat(entry(together.body(), "image-%d.png".formatted(k)))
                  .isEqualTo(alone.get(k));
            }
            return null;
          });
    }
    try (var clients = Executors.newFixedThreadPool(8)) {
      for (Future<Void> done : clients.invokeAll(tasks)) {
        done.get();
      }
    }
  }

  private static byte[] tile(Image sheet, int column, int row) {
    byte[] levels = sheet.toChwBytes();
    byte[] tile = new byte[TILE * TILE];
    for (int y = 0; y < TILE; y++) {
      int from = (row * TILE + y) * sheet.width() + column * TILE;
      System.arraycopy(levels, from, tile, y * TILE, TILE);
    }
    return tile;
  }

  private static byte[] entry(byte[] zip, String name) throws IOException {
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().equals(name)) {
          return in.readAllBytes();
        }
      }
    }
    throw new AssertionError("no entry " + name);
  }
}
