package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.generator.DecodeTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.StageTimes;
import io.spikelet.runtime.generator.TaskRules;
import io.spikelet.runtime.generator.TestPackages;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.model.ModelSpec;
import io.spikelet.runtime.model.PackageDraft;
import io.spikelet.runtime.pool.ModelPool;
import io.spikelet.runtime.pool.PoolListener;
import io.spikelet.runtime.pool.PoolSettings;
import io.spikelet.runtime.registry.ModelRegistry;
import io.spikelet.service.ServiceClient.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** {@code /decode} of a model that draws by label: the label has to be told. */
class LabelledDecodingTests {

  private static final byte[] TWO_CODES =
      "{\"samples\": [{\"spikes\": [[0,1,0,1,1]]}, {\"spikes\": [[1,0,0,0,0]]}]}"
          .getBytes(StandardCharsets.UTF_8);

  private static ConfigurableApplicationContext context;
  private static ServiceClient service;

  @BeforeAll
  static void start() {
    String registry = Registries.copy();
    ModelPackage tiny = TestPackages.pull(TestPackages.ANN_GAN);
    ModelRegistry.open(registry).publish(decoding(tiny), List.of(ModelRef.parse("decoder:tiny")));
    context =
        new SpringApplicationBuilder(SpikeletService.class, OnePixelPool.class)
            .run(
                "--server.port=0", "--management.server.port=0", "--spikelet.registry=" + registry);
    service =
        new ServiceClient(
            context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  @Test
  void codesAreDecodedAsTheLabel() {
    Answer answer = decode("&label=TWO", "application/json");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Snn-Label")).isEqualTo("two, two");
    assertThat(answer.json().at("/data/1/label").asString()).isEqualTo("two");
  }

  @Test
  void missingLabelIsNamedWithWhatIsAllowed() {
    Answer answer = decode("", "image/png");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/detail").asString())
        .isEqualTo(
            "Parameter label is missing: a code does not say what it is to be drawn as; allowed is"
                + " one of zero, One, two, or its number, 0 to 2.");
    assertThat(answer.json().at("/parameter").asString()).isEqualTo("label");
  }

  @Test
  void whatIsNoLabelIsRefused() {
    Answer answer = decode("&label=3", "image/png");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/detail").asString())
        .isEqualTo(
            "Parameter 'label' is '3'; allowed is one of zero, One, two, or its number, 0 to 2.");
  }

  private static Answer decode(String label, String accept) {
    return service.post(
        "/decode?model=decoder:tiny" + label,
        TWO_CODES,
        "Content-Type",
        "application/json",
        "Accept",
        accept);
  }

  /** The same package, said to decode. */
  private static PackageDraft decoding(ModelPackage tiny) {
    ModelSpec spec = tiny.spec();
    ModelSpec decoding =
        new ModelSpec(
            "decoder",
            spec.family(),
            spec.dataset(),
            spec.timeSteps(),
            spec.latentSize(),
            spec.image(),
            Set.of(Capability.GENERATE, Capability.DECODE),
            spec.graphs(),
            spec.layers(),
            spec.training(),
            spec.evaluation(),
            spec.golden(),
            spec.licence(),
            spec.labels(),
            null);
    byte[] decoder = tiny.graph(GraphRole.DECODER);
    return PackageDraft.of(decoding, Map.of(GraphRole.DECODER, decoder), Map.of());
  }

  /** Draws one pixel, whatever the code. */
  private record OnePixel(ModelPackage modelPackage) implements ImageModel {

    @Override
    public long memoryBytes() {
      return 1;
    }

    @Override
    public List<GeneratedImage> decode(List<DecodeTask> tasks) {
      TaskRules rules = new TaskRules(modelPackage.ref(), modelPackage.spec());
      GeneratedImage pixel =
          new GeneratedImage(
              Image.of(1, 1, 1, new float[1], ValueRange.UNIT),
              new NetworkActivity(List.of()),
              new StageTimes(0, 0));
      return tasks.stream().map(task -> pixel.as(rules.label(task))).toList();
    }

    @Override
    public void close() {}
  }

  @Configuration(proxyBeanMethods = false)
  static class OnePixelPool {
    @Bean
    @Primary
    ModelPool onePixelPool(ModelRegistry registry, PoolListener listener) {
      PoolSettings settings =
          new PoolSettings(
              1000,
              2,
              Duration.ofSeconds(10),
              1,
              Duration.ZERO,
              1,
              List.of(),
              Duration.ZERO,
              Duration.ZERO);
      return new ModelPool(registry, OnePixel::new, settings, listener);
    }
  }
}
