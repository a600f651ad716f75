package io.spikelet.training.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.audio.FrontEnd;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.training.run.Settings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Tests for {@link ListeningSettings}. */
class ListeningSettingsTests {

  @Test
  void publishedConfigurationHearsAsThePaperDoes() {
    assertThat(frontEnd(Settings.read(Path.of("configs/audiocoder-published.properties"))))
        .isEqualTo(FrontEnd.published());
  }

  @Test
  void configurationOfTheShippedModelIsTheDefault() {
    assertThat(frontEnd(Settings.read(Path.of("configs/audiocoder-two-cores.properties"))))
        .isEqualTo(frontEnd(Settings.none()))
        .isEqualTo(FrontEnd.narrowband());
  }

  private static FrontEnd frontEnd(Settings settings) {
    return ListeningSettings.from(settings, ModelFamily.SPIKING_AUTOENCODER).frontEnd();
  }
}
