package io.spikelet.training.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The data sets that can be read, by the name that stands in front of the colon. */
public enum DatasetName {
  /** Handwritten digits, IDX files. */
  MNIST("mnist", "CC BY-SA 3.0", "0,1,2,3,4,5,6,7,8,9"),
  /** Articles of clothing, IDX files. */
  FASHION_MNIST(
      "fashion-mnist",
      "MIT",
      "T-shirt/top,trouser,pullover,dress,coat,sandal,shirt,sneaker,bag,ankle boot"),
  /** Cursive Japanese characters, IDX files. */
  KMNIST("kmnist", "CC BY-SA 4.0", "o,ki,su,tsu,na,ha,ma,ya,re,wo"),
  /** Handwritten letters, both cases as one class, IDX files whose pictures are transposed. */
  EMNIST_LETTERS(
      "emnist-letters", "public domain", "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z"),
  /** Small photographs: the six binary files, or an image folder, or a zip of one. */
  CIFAR10("cifar10", "none stated", "airplane,automobile,bird,cat,deer,dog,frog,horse,ship,truck"),
  /** Faces: a folder or a zip of aligned JPEG files. */
  CELEBA("celeba", "non-commercial research only", ""),
  /** One's own pictures: {@code train/<class>/*}, {@code test/<class>/*}, or one flat folder. */
  IMAGES("images", "unknown", ""),
  /** Free Spoken Digit Dataset: a folder or a zip of WAVE files. */
  FSDD("fsdd", "CC BY-SA 4.0", "0,1,2,3,4,5,6,7,8,9"),
  /** Spoken digits of TI-46: a folder of NIST SPHERE files in {@code train} and {@code test}. */
  TI46("ti46", "paid corpus, LDC", "0,1,2,3,4,5,6,7,8,9");

  /** What a data set holds. */
  public enum Kind {
    /** Pictures: {@link DatasetSource#open(Split)}. */
    IMAGES,
    /** Sounds: {@link DatasetSource#openSounds(Split)}. */
    SOUNDS
  }

  private final String text;
  private final String licence;
  private final String labels;

  DatasetName(String text, String licence, String labels) {
    this.text = text;
    this.licence = licence;
    this.labels = labels;
  }

  /** The name as written on the command line and in packages. */
  public String text() {
    return text;
  }

  /** The data's licence, as far as its authors state one; weights trained on it should name it. */
  public String licence() {
    return licence;
  }

  /** The classes in the order of the labels; empty when the files decide. */
  public List<String> labels() {
    return labels.isEmpty() ? List.of() : List.of(labels.split(",", -1));
  }

  /** Whether it holds pictures or sounds. */
  public Kind kind() {
    return switch (this) {
      case MNIST, FASHION_MNIST, KMNIST, EMNIST_LETTERS, CIFAR10, CELEBA, IMAGES -> Kind.IMAGES;
      case FSDD, TI46 -> Kind.SOUNDS;
    };
  }

  /** The data set whose classifier can tell the classes of this one in an image. */
  public DatasetName judgedAs() {
    return switch (this) {
      case FSDD, TI46 -> MNIST;
      case MNIST, FASHION_MNIST, KMNIST, EMNIST_LETTERS, CIFAR10, CELEBA, IMAGES -> this;
    };
  }

  static Optional<DatasetName> of(String text) {
    return Arrays.stream(values()).filter(name -> name.text.equals(text)).findFirst();
  }

  static String known() {
    return Arrays.stream(values()).map(DatasetName::text).collect(Collectors.joining(", "));
  }
}
