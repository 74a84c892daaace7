#!/bin/sh
# The JARs of the playground for compose.yaml, where Maven and a JDK come in an image: what build-jar.ts does for "npm run cluster".
#   build-jars.sh <folder cluster/> <where to put them>
set -eu
sources=$1
out=$2
flink=2.3.0
connector=5.0.0-2.2
copy=org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies

[ ! -e "$out/complete" ] || exit 0
mkdir -p "$out/classes/job" "$out/classes/playground"
mvn -q -B -f "$sources/maven/flink.xml" $copy -DincludeScope=runtime "-Dflink.version=$flink" "-DoutputDirectory=$out/flink"
mvn -q -B -f "$sources/maven/connector.xml" $copy -DincludeScope=runtime "-Dconnector.version=$connector" "-DoutputDirectory=$out/classes/job/lib"
mvn -q -B -f "$sources/maven/kafka.xml" $copy -DincludeScope=runtime "-DoutputDirectory=$out/kafka"
find "$sources/java/job" -name '*.java' > "$out/job.txt"
javac -nowarn --release 11 -cp "$out/flink/*:$out/classes/job/lib/*" -d "$out/classes/job" "@$out/job.txt"
jar --create --file "$out/ClickCountJob.jar" --main-class org.apache.flink.playgrounds.ops.clickcount.ClickEventCount -C "$out/classes/job" .
find "$sources/java/playground" -name '*.java' > "$out/playground.txt"
javac -nowarn --release 17 -cp "$out/kafka/*" -d "$out/classes/playground" "@$out/playground.txt"
jar --create --file "$out/playground.jar" -C "$out/classes/playground" .
touch "$out/complete"
