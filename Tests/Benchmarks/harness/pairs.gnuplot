# pairs.tsv, in the folder that this is run in, as pairs.png: members, then milliseconds and megabytes, twice.
set terminal pngcairo size 1200,480 font "sans,11"
set output "pairs.png"
set multiplot layout 1,2
set logscale x
set format x "10^{%T}"
set xlabel "members"
set key below
set grid

set logscale y
set ylabel "wall clock, ms"
plot "pairs.tsv" using 1:2 with linespoints title "glance-share validate", \
     "pairs.tsv" using 1:4 with linespoints title "libyaml's bare events"

unset logscale y
set yrange [0:*]
set ylabel "peak memory, MB"
plot "pairs.tsv" using 1:3 with linespoints title "glance-share validate", \
     "pairs.tsv" using 1:5 with linespoints title "libyaml's bare events"
