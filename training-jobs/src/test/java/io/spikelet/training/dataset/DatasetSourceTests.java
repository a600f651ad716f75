package io.spikelet.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Tests for {@link DatasetSource}. */
class DatasetSourceTests {

  @Test
  void nameAndPathAreSplitAtTheFirstColon() {
    DatasetSource source = DatasetSource.parse("fashion-mnist:some/where:else");
    assertThat(source.name()).isEqualTo(DatasetName.FASHION_MNIST);
    assertThat(source.location()).isEqualTo(Path.of("some/where:else"));
    assertThat(source).hasToString("fashion-mnist:some/where:else");
  }

  @Test
  void unknownNameIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> DatasetSource.parse("mnst:x"))
        .isInstanceOf(InvalidDatasetSourceException.class)
        .hasMessage(
            "'mnst:x' is not a data set: the name is one of mnist, fashion-mnist, kmnist,"
                + " emnist-letters, cifar10, celeba, images, fsdd, ti46, as in mnist:data/mnist");
  }

  @Test
  void missingPathIsRefusedWithAnExample() {
    assertThatThrownBy(() -> DatasetSource.parse("mnist"))
        .hasMessage(
            "'mnist' is not a data set: name and path are joined by a colon,"
                + " as in mnist:data/mnist");
    assertThatThrownBy(() -> DatasetSource.parse("mnist: "))
        .hasMessageContaining("a path follows the colon");
  }
}
