package io.spikelet.runtime.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.energy.EnergyProfile.Grade;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.model.LayerSpec.Input;
import io.spikelet.runtime.model.LayerSpec.Kind;
import io.spikelet.runtime.spike.SynapticOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests for {@link EnergyProfile}, {@link EnergyProfiles}, {@link NetworkActivity} and {@link
 * PublishedEnergyFormula}.
 */
class EnergyProfileTests {

  private static final LayerSpec FIRST =
      new LayerSpec("first", GraphRole.ENCODER, Kind.CONVOLUTION, Input.REAL, 50, 2, 1000, 1, true);
  private static final LayerSpec LATENT =
      new LayerSpec("latent", GraphRole.PRIOR, Kind.SAMPLING, Input.NONE, 10, 1, 0, 4, true);
  private static final LayerSpec DENSE =
      new LayerSpec("dense", GraphRole.DECODER, Kind.DENSE, Input.SPIKES, 20, 20, 200, 4, true);
  private static final LayerSpec LAST =
      new LayerSpec(
          "last",
          GraphRole.DECODER,
          Kind.TRANSPOSED_CONVOLUTION,
          Input.SPIKES,
          30,
          3,
          500,
          4,
          false);

  private static final NetworkActivity ACTIVITY =
      new NetworkActivity(
          List.of(
              new LayerActivity(FIRST, 5, 0),
              new LayerActivity(LATENT, 7, 0),
              new LayerActivity(DENSE, 11, 7),
              new LayerActivity(LAST, 0, 90)));

  @Test
  void countsByHand() {
    SynapticOperations operations = ACTIVITY.operations();
    assertThat(operations.accumulates()).isEqualTo(7 * 20 + 90 * 3);
    assertThat(operations.multiplyAccumulates()).isEqualTo(1000);
    assertThat(operations.dense()).isEqualTo(1000 + 4 * 200 + 4 * 500);
    assertThat(operations.spikes()).isEqualTo(5 + 7 + 11);
    assertThat(operations.firingRate()).isEqualTo(23 / (50.0 + 4 * 10 + 4 * 20));
  }

  @Test
  void joulesByHand() {
    EnergyEstimate estimate = EnergyProfiles.load().get("cmos45").estimate(ACTIVITY);
    assertThat(estimate.profile()).isEqualTo("cmos45");
    assertThat(estimate.joules()).isCloseTo(410 * 0.9e-12 + 1000 * 4.6e-12, within(1e-24));
    // One pass: 1000 + 200 + 500 multiply-accumulations.
    assertThat(estimate.annEquivalentJoules()).isCloseTo(1700 * 4.6e-12, within(1e-24));
    assertThat(estimate.plus(estimate).joules()).isEqualTo(2 * estimate.joules());
    EnergyEstimate other = EnergyProfiles.load().get("loihi").estimate(ACTIVITY);
    assertThatIllegalArgumentException().isThrownBy(() -> estimate.plus(other));
  }

  @Test
  void everyEvaluationOfARealLayerCosts() {
    LayerSpec repeated =
        new LayerSpec("r", GraphRole.ENCODER, Kind.CONVOLUTION, Input.REAL, 50, 2, 1000, 4, true);
    NetworkActivity activity = new NetworkActivity(List.of(new LayerActivity(repeated, 0, 0)));
    assertThat(activity.operations().multiplyAccumulates()).isEqualTo(4000);
    assertThat(activity.annMultiplyAccumulates()).isEqualTo(1000);
  }

  @Test
  void countsAreExactBeyond32Bits() {
    LayerSpec wide =
        new LayerSpec(
            "wide", GraphRole.DECODER, Kind.DENSE, Input.SPIKES, 1, 1 << 20, 1L << 40, 1, false);
    assertThat(new LayerActivity(wide, 0, (1L << 40) + 1).accumulates())
        .isEqualTo((1L << 60) + (1L << 20));
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> new LayerActivity(wide, 0, 1L << 50).accumulates());
  }

  @Test
  void refusesImpossibleActivity() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LayerActivity(DENSE, 81, 0))
        .withMessage("layer dense cannot have emitted 81 spikes");
    assertThatIllegalArgumentException().isThrownBy(() -> new LayerActivity(LAST, 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new LayerActivity(FIRST, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new LayerActivity(DENSE, -1, 0));
  }

  @Test
  void activitiesFollowEachOther() {
    NetworkActivity encoder = new NetworkActivity(ACTIVITY.layers().subList(0, 1));
    NetworkActivity decoder = new NetworkActivity(ACTIVITY.layers().subList(1, 4));
    assertThat(encoder.and(decoder)).isEqualTo(ACTIVITY);
  }

  @Test
  void theLibraryKnowsThreeProfiles() {
    EnergyProfiles profiles = EnergyProfiles.load();
    assertThat(profiles.all())
        .extracting(EnergyProfile::name)
        .containsExactly("cmos45", "loihi", "anp-i");
    assertThat(profiles.get(EnergyProfiles.DEFAULT).joulesPerAccumulate()).isEqualTo(0.9e-12);
    assertThat(profiles.get("loihi").joulesPerAccumulate()).isEqualTo(23.6e-12);
    assertThat(profiles.get("anp-i").grade()).isEqualTo(Grade.MEASURED);
    assertThatExceptionOfType(EnergyProfileException.class)
        .isThrownBy(() -> profiles.get("cmos5"))
        .withMessage("there is no energy profile 'cmos5', only [cmos45, loihi, anp-i]");
  }

  @Test
  void aFileAddsProfiles(@TempDir Path directory) throws IOException {
    EnergyProfiles profiles = EnergyProfiles.load(file(directory, profile("mine", "1e-12")));
    assertThat(profiles.get("mine"))
        .isEqualTo(new EnergyProfile("mine", "d", 1e-12, 2e-12, "s", Grade.MODELLED));
    assertThat(profiles.all()).hasSize(4);
  }

  @Test
  void aWrongFileIsRefusedByName(@TempDir Path directory) throws IOException {
    assertRefused(
        file(directory, profile("cmos45", "1e-12")), "already an energy profile 'cmos45'");
    assertRefused(
        file(directory, profile("mine", "0")),
        ": energy profile mine: joulesPerAccumulate must be above 0");
    assertRefused(file(directory, profile("Mine", "1e-12")), "'Mine'");
    assertRefused(file(directory, profile("mine", "null")), "joulesPerAccumulate");
    assertRefused(file(directory, "[{\"name\": \"mine\"}]"), "profiles.json");
    assertRefused(file(directory, profile("mine", "1e-12, \"x\": 1")), "\"x\"");
    assertRefused(file(directory, "no JSON"), "profiles.json");
    assertRefused(directory.resolve("missing.json"), "missing.json");
  }

  @Test
  void publishedFormulaGivesThePublishedValues() {
    EnergyProfile cmos45 = EnergyProfiles.load().get("cmos45");
    // ESVAE, table III: 1.9e8 additions and 1.8e6 multiplications, rate 0.4491, 0.0012 J.
    PublishedEnergyFormula esvae = new PublishedEnergyFormula(0.4491, 16, 1.918e8);
    assertThat(esvae.joules(cmos45)).isCloseTo(0.00124, within(5e-6));
    PublishedEnergyFormula fsvae = new PublishedEnergyFormula(0.3390, 16, 5.056e10);
    assertThat(fsvae.joules(cmos45)).isCloseTo(0.2468, within(1e-4));
    PublishedEnergyFormula ann = new PublishedEnergyFormula(1, 1, 1.48e10);
    assertThat(ann.annJoules(cmos45)).isCloseTo(0.0681, within(1e-4));
  }

  @Test
  void publishedFormulaCountsTwoFlopsAWeight() {
    PublishedEnergyFormula formula =
        PublishedEnergyFormula.of(List.of(FIRST, LATENT, DENSE, LAST), 0.25, 4);
    assertThat(formula.flops()).isEqualTo(3400);
    assertThat(formula.spikingOperations()).isEqualTo(3400);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PublishedEnergyFormula(1.5, 1, 1))
        .withMessage("meanFiringRate must be from 0 to 1, not 1.5");
  }

  private static void assertRefused(Path file, String reason) {
    assertThatExceptionOfType(EnergyProfileException.class)
        .isThrownBy(() -> EnergyProfiles.load(file))
        .withMessageContaining(reason);
  }

  private static String profile(String name, String joules) {
    return """
        [{"name": "%s", "description": "d", "joulesPerMultiplyAccumulate": 2e-12,
          "source": "s", "grade": "modelled", "joulesPerAccumulate": %s}]
        """
        .formatted(name, joules);
  }

  private static Path file(Path directory, String json) throws IOException {
    return Files.writeString(directory.resolve("profiles.json"), json);
  }
}
