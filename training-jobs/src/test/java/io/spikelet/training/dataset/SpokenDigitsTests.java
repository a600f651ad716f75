package io.spikelet.training.dataset;

import static io.spikelet.training.dataset.DatasetFiles.write;
import static io.spikelet.training.dataset.DatasetFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.audio.SoundFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests for {@link SpokenDigits} and {@link RecordedSounds} through {@link DatasetSource}. */
class SpokenDigitsTests {

  @TempDir Path directory;
  private Path free;
  private Path ti46;

  @BeforeEach
  void writeCorpora() throws IOException {
    free = directory.resolve("free");
    for (String name :
        List.of("7_theo_4", "7_theo_5", "7_theo_9", "7_theo_10", "3_lucas_5", "3_lucas_49")) {
      write(free.resolve("recordings/" + name + ".wav"), SoundFiles.wave(8_000, 0, 0.5f));
    }
    write(free.resolve("recordings/noise.wav"), SoundFiles.wave(8_000, 0));
    ti46 = directory.resolve("test/ti46");
    for (String place :
        List.of(
            "ti20/TRAIN/f1/00f1set0.wav",
            "ti20/TRAIN/m2/09M2SET1.WAV",
            "ti20/TRAIN/m2/10m2set0.wav",
            "ti20/TEST/f1/03f1s1t0.wav",
            "ti20/doc/04f1set0.wav")) {
      write(ti46.resolve(place), SoundFiles.sphere(12_500, 0, 0.25f, 0.5f));
    }
  }

  @Test
  void recordingNumbersDivideTheFreeDigits() {
    SoundSet train = open("fsdd", free, Split.TRAIN);
    assertThat(names(train)).containsExactly("3_lucas_49.wav", "7_theo_10.wav");
    assertThat(labels(train)).containsExactly(3, 7);
    assertThat(train.speaker(1)).isEqualTo("theo");
    assertThat(train.labels()).hasSize(10);
    assertThat(train.sound(0).samples()).containsExactly(0, 0.5f);
    assertThat(names(open("fsdd", free, Split.TEST)))
        .containsExactly("3_lucas_5.wav", "7_theo_5.wav", "7_theo_9.wav");
  }

  @Test
  void zipReadsAsTheFolderDoes() throws IOException {
    Path zip = zip(free, directory.resolve("free.zip"));
    assertThat(open("fsdd", zip, Split.TEST).digest())
        .isEqualTo(open("fsdd", free, Split.TEST).digest())
        .matches("sha256:[0-9a-f]{64}");
    assertThat(open("fsdd", zip, Split.TEST).name(0)).isEqualTo(zip + "!/recordings/3_lucas_5.wav");
  }

  @Test
  void digestCoversSamplesRateAndLabel() throws IOException {
    String digest = open("fsdd", free, Split.TEST).digest();
    Path file = free.resolve("recordings/3_lucas_5.wav");
    write(file, SoundFiles.wave(8_000, 0, 0.25f));
    assertThat(open("fsdd", free, Split.TEST).digest()).isNotEqualTo(digest);
    write(file, SoundFiles.wave(8_001, 0, 0.5f));
    assertThat(open("fsdd", free, Split.TEST).digest()).isNotEqualTo(digest);
    Files.delete(file);
    write(free.resolve("recordings/4_lucas_5.wav"), SoundFiles.wave(8_000, 0, 0.5f));
    assertThat(open("fsdd", free, Split.TEST).digest()).isNotEqualTo(digest);
    Files.delete(free.resolve("recordings/4_lucas_5.wav"));
    write(file, SoundFiles.sphere(8_000, 0, 0.5f));
    assertThat(open("fsdd", free, Split.TEST).digest()).isEqualTo(digest);
  }

  @Test
  void leftOutSpeakerIsHeardInTestingOnly() {
    SoundSelection selection = SoundSelection.leavingOut("Theo");
    DatasetSource source = DatasetSource.parse("fsdd:" + free);
    assertThat(names(source.openSounds(Split.TRAIN, selection))).containsExactly("3_lucas_49.wav");
    assertThat(names(source.openSounds(Split.TEST, selection)))
        .containsExactly("7_theo_5.wav", "7_theo_9.wav");
    assertThatThrownBy(() -> source.openSounds(Split.TEST, SoundSelection.leavingOut("anna")))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "%s: expected one of the speakers lucas, theo, found 'anna' to be left out", free);
  }

  @Test
  void directoriesDivideTi46AndOtherWordsAreSkipped() {
    SoundSet train = open("ti46", ti46, Split.TRAIN);
    assertThat(names(train)).containsExactly("00f1set0.wav", "09M2SET1.WAV");
    assertThat(labels(train)).containsExactly(0, 9);
    assertThat(train.speaker(1)).isEqualTo("m2");
    assertThat(train.sound(0).sampleRate()).isEqualTo(12_500);
    assertThat(names(open("ti46", ti46, Split.TEST))).containsExactly("03f1s1t0.wav");
  }

  @Test
  void missingAndDamagedFilesAreNamed() throws IOException {
    assertThatThrownBy(() -> open("fsdd", ti46, Split.TRAIN))
        .isInstanceOf(DatasetException.class)
        .hasMessage("%s: expected {digit}_{speaker}_{index}.wav, found no such file", ti46);
    assertThatThrownBy(() -> open("ti46", free, Split.TRAIN))
        .hasMessage(
            "%s: expected train/ and test/ with names such as 00f1set0.wav, found no such file",
            free);
    assertThatThrownBy(() -> open("ti46", ti46.resolve("nowhere"), Split.TRAIN))
        .hasMessage("%s/nowhere: expected a directory or a zip file, found nothing", ti46);
    Files.delete(ti46.resolve("ti20/TEST/f1/03f1s1t0.wav"));
    assertThatThrownBy(() -> open("ti46", ti46, Split.TEST))
        .hasMessage("%s: expected recordings of the part test, found none of 2", ti46);
    Path file = free.resolve("recordings/7_theo_10.wav");
    write(file, Arrays.copyOf(SoundFiles.wave(8_000, 0, 0.5f), 20));
    assertThatThrownBy(() -> open("fsdd", free, Split.TRAIN))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "%s: expected a complete sound, found The WAVE sound is cut short in its header.",
            file);
  }

  @Test
  void soundsAreNoPicturesAndPicturesNoSounds() throws IOException {
    DatasetSource source = DatasetSource.parse("fsdd:" + free);
    assertThatThrownBy(() -> source.open(Split.TEST, Preprocessing.of(source.name(), 32)))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "fsdd:%s: expected a data set of pictures, found fsdd, which holds sounds", free);
    assertThatThrownBy(() -> open("mnist", directory, Split.TEST))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "mnist:%s: expected a data set of sounds, found mnist, which holds pictures",
            directory);
    assertThat(DatasetName.TI46.kind()).isEqualTo(DatasetName.Kind.SOUNDS);
  }

  private static SoundSet open(String name, Path place, Split split) {
    return DatasetSource.parse(name + ":" + place).openSounds(split);
  }

  private static List<String> names(SoundSet set) {
    return IntStream.range(0, set.size())
        .mapToObj(i -> Path.of(set.name(i)).getFileName().toString())
        .toList();
  }

  private static int[] labels(SoundSet set) {
    return IntStream.range(0, set.size()).map(set::label).toArray();
  }
}
